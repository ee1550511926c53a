-- Fields of a hash, with a default for each that it lacks. It only reads.
--
-- KEYS[1]  the hash; absent counts as empty
-- ARGV     field, default, field, default, ...
-- Result   field, value, field, value, ... in the order of ARGV, as strings
-- Cost     an HGET for each field asked for, whatever the size of the hash
-- Needs    Redis 2.6; +hget

if #KEYS ~= 1 then
  error('KEYS holds ' .. #KEYS .. ': this script takes 1 key')
end
if #ARGV == 0 or #ARGV % 2 ~= 0 then
  error('ARGV holds ' .. #ARGV .. ': it must hold pairs of a field and its default')
end

local result = {}
for i = 1, #ARGV, 2 do
  result[i] = ARGV[i]
  result[i + 1] = redis.call('HGET', KEYS[1], ARGV[i]) or ARGV[i + 1]
end
return result
