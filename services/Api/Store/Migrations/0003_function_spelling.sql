-- Host names have no case: a function is found by its name in any.
CREATE INDEX function_spelling ON control.function (lower(namespace), lower(name));
