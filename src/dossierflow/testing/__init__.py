"""Tools for the tests of those who build on the library."""
