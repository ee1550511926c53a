-- Limits that an operator put into a hash. In the demo somebody overwrites the hash with a string now and then: what a failing
-- script looks like, and its recovery.
--
-- KEYS[1]  the hash
-- Result   connections, requests: the limits in force
-- Cost     one HMGET; no writes

local limits = redis.call('HMGET', KEYS[1], 'connections', 'requests')
return {'connections', limits[1] or '0', 'requests', limits[2] or '0'}
