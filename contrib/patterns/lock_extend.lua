-- Extends a lock, if the caller still holds it.
--
-- KEYS[1]  the lock, taken by lock_acquire.lua
-- ARGV[1]  the token it was taken with
-- ARGV[2]  for how many milliseconds from now to hold it
-- Result   1 where it was extended; 0 where it had run out, or somebody else holds it: stop the work that it protects
-- Cost     constant
-- Needs    Redis 2.6; +get +pexpire

local function whole(place, text, low)
  local number = text and text:match('^%-?%d+$') and tonumber(text)
  if not number or math.abs(number) >= 1e15 or (low and number < low) then
    error(place .. ' is ' .. (text and '"' .. text .. '"' or 'missing')
      .. ': it must be a whole number of at most 15 digits' .. (low and ', ' .. low .. ' or more' or ''))
  end
  return number
end

if #KEYS ~= 1 then
  error('KEYS holds ' .. #KEYS .. ': this script takes 1 key')
end
if not ARGV[1] or ARGV[1] == '' then
  error('ARGV[1] is missing: it must be the token of the caller')
end
local ttl = whole('ARGV[2]', ARGV[2], 1)

if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
return redis.call('PEXPIRE', KEYS[1], ttl)
