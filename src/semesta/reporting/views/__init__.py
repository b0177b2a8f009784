"""The parts of the report, each made from the facts: numbers become text here, layout stays in the templates."""
