"""The services of Pomegranate. They never import each other; `shared.contracts` is what they share."""
