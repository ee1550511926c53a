-- Adds a job to a queue and tells those who watch it.
-- KEYS: the counter of ids, the waiting jobs, the delayed jobs, the events, the prefix of jobs. ARGV: name, data, options as JSON.
local options = cjson.decode(ARGV[3])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local id = tostring(redis.call('INCR', KEYS[1]))
local job = KEYS[5] .. id
redis.call('HSET', job, 'name', ARGV[1], 'data', ARGV[2], 'opts', ARGV[3], 'timestamp', now, 'attempts', 0, 'priority', options.priority or 0)
if options.delay and options.delay > 0 then
  redis.call('ZADD', KEYS[3], now + options.delay, id)
  redis.call('XADD', KEYS[4], 'MAXLEN', '~', 10000, '*', 'event', 'delayed', 'job', id, 'until', now + options.delay)
else
  redis.call(options.lifo and 'RPUSH' or 'LPUSH', KEYS[2], id)
  redis.call('XADD', KEYS[4], 'MAXLEN', '~', 10000, '*', 'event', 'waiting', 'job', id)
end
if redis.call('LLEN', KEYS[2]) > 2000 then
  local old = redis.call('RPOP', KEYS[2])
  redis.call('DEL', KEYS[5] .. old)
end
return id
