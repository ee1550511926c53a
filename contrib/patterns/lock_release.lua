-- Releases a lock, if the caller still holds it.
--
-- KEYS[1]  the lock, taken by lock_acquire.lua
-- ARGV[1]  the token it was taken with
-- Result   1 where it was released; 0 where it had run out, or somebody else holds it
-- Cost     constant
-- Needs    Redis 2.6; +get +del

if #KEYS ~= 1 then
  error('KEYS holds ' .. #KEYS .. ': this script takes 1 key')
end
if not ARGV[1] or ARGV[1] == '' then
  error('ARGV[1] is missing: it must be the token of the caller')
end

if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
return redis.call('DEL', KEYS[1])
