"""The same work done with other libraries, each written the way its documentation shows."""
