"""How the models in nlp/data were made, and how an organisation makes its own. Never imported at run time."""
