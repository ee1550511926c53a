#!lua

return nosuch.field
