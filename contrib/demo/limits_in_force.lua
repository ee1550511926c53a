-- Limits that an operator put into a hash. In the demo somebody overwrites the hash with a string now and then: what a failing
-- script looks like, and its recovery.
--
-- KEYS     none: the key is the demo's own
-- Result   connections, requests: the limits in force
-- Cost     one HMGET; no writes

local limits = redis.call('HMGET', 'config:limits', 'connections', 'requests')
return {'connections', limits[1] or '0', 'requests', limits[2] or '0'}
