#!lua flags=no-writes
local value = redis.call('GET', KEYS[1])
return {tostring(value), redis.pcall('SET', KEYS[1], 'x').err, redis.call('EXISTS', KEYS[1])}
