"""The product with everything it needs on one machine: five children of one command, and evidence.

Knows both rooms and is known by neither. Holds no rule of the product.
"""
