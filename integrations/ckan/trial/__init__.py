"""A CKAN on this machine for trying the extension and for its tests: everything in a folder that goes away."""
