"""The parts of the reader of time limits; `dossierflow.deadlines.wording` puts them together."""
