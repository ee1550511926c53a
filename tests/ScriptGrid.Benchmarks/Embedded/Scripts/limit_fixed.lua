-- A rate limit over fixed windows: at most ARGV[1] calls in ARGV[2] seconds. KEYS: the counter of one user.
local used = redis.call('INCR', KEYS[1])
if used == 1 then
  redis.call('EXPIRE', KEYS[1], ARGV[2])
end
if used > tonumber(ARGV[1]) then
  return {0, 0, redis.call('TTL', KEYS[1])}
end
return {1, ARGV[1] - used, -1}
