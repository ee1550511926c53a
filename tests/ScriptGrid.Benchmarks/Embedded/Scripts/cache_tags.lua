-- Caches a value under tags, and one call in twenty drops all that has a tag. KEYS: the entry, then its tags. ARGV: the value, seconds, a number by chance.
if ARGV[3] % 20 == 0 then
  local dropped = 0
  for i = 2, #KEYS do
    local entries = redis.call('SMEMBERS', KEYS[i])
    for first = 1, #entries, 500 do
      dropped = dropped + redis.call('UNLINK', unpack(entries, first, math.min(first + 499, #entries)))
    end
    redis.call('DEL', KEYS[i])
  end
  return dropped
end
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
for i = 2, #KEYS do
  redis.call('SADD', KEYS[i], KEYS[1])
  redis.call('EXPIRE', KEYS[i], ARGV[2] * 2)
end
return #KEYS - 1
