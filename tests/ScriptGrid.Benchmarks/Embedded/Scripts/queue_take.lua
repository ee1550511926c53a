-- Moves the next job to the active ones, locks it for a worker and gives it with all its fields. Where none waits, the oldest active job waits anew.
-- KEYS: the waiting jobs, the active jobs, the events, the prefix of jobs. ARGV: the worker's token, for how long it holds the lock.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local id = redis.call('LMOVE', KEYS[1], KEYS[2], 'RIGHT', 'LEFT')
if not id then
  local stalled = redis.call('LMOVE', KEYS[2], KEYS[1], 'RIGHT', 'LEFT')
  if not stalled then return {} end
  redis.call('HINCRBY', KEYS[4] .. stalled, 'stalled', 1)
  id = redis.call('LMOVE', KEYS[1], KEYS[2], 'RIGHT', 'LEFT')
end
local job = KEYS[4] .. id
redis.call('SET', job .. ':lock', ARGV[1], 'PX', ARGV[2])
redis.call('XADD', KEYS[3], 'MAXLEN', '~', 10000, '*', 'event', 'active', 'job', id, 'worker', ARGV[1])
redis.call('HSET', job, 'processedOn', now)
redis.call('HINCRBY', job, 'attempts', 1)
return {id, redis.call('HGETALL', job)}
