--!df flags=allow-undeclared-keys
-- Keys and memory of each group of keys, in every database: which prefix, team or feature fills the server. Lua patterns say which key is of
-- which group.
--
-- KEYS     none; on a cluster node it sees the keys of that node
-- ARGV     patterns, of which the first that matches a key decides. What its captures hold, joined, names the group, or what it matches where
--          it has none: "^(%w+):%d+:(%w+)" puts user:17:cart into usercart. "^([^:]+):" if there are none. Then there may be:
--          max_scan=N    about how many keys of each database to look at: 2000 if absent
--          max_groups=N  the most groups to tell apart in each database: 100 if absent
-- Result   the metrics declared below, without memory where the server lets no script measure it. "unclassified" is the group of keys that
--          no pattern matches, and "overflow" takes the groups with the least memory where there are more than max_groups.
--          redis_key_groups_seen_ratio is below 1 where max_scan ended the search: counts are then those of the keys seen, the same ones
--          as long as they live
-- Cost     a SCAN of up to max_scan keys of each database, and for each MEMORY USAGE, and patterns until one matches: some 3 ms for each
--          1000 keys on Redis 7.0; no writes. Patterns with several .* or .- cost more
-- Needs    Redis 4.0; +info +select +scan +dbsize +memory|usage +time for an ACL user, and keys to read
--
-- scriptgrid: gauge redis_key_group_count{db,key_group} Keys in the group.
-- scriptgrid: gauge redis_key_group_memory_usage_bytes{db,key_group} Memory that the group's keys take.
-- scriptgrid: gauge redis_number_of_distinct_key_groups{db} Groups that were found, those in "overflow" too.
-- scriptgrid: gauge redis_key_groups_seen_ratio{db} Share of the database's keys that were looked at.
-- scriptgrid: gauge redis_last_key_groups_scrape_duration_milliseconds How long this took.

local SCAN_COUNT = 1000

local options = {max_scan = '2000', max_groups = '100'}
local patterns, places = {}, {}
for index, argument in ipairs(ARGV) do
  local name, value = argument:match('^(%l+_%l+)=(.*)$')
  if options[name] then
    options[name] = value
  elseif argument ~= '' then
    patterns[#patterns + 1], places[#places + 1] = argument, index
  end
end
if #patterns == 0 then
  patterns[1] = '^([^:]+):'
end

local function bound(name)
  local number = tonumber(options[name])
  if not number or not (number >= 1) then -- not even nan
    error(name .. ' is "' .. options[name] .. '": it must be a number, 1 or more')
  end
  return number
end
local max_scan, max_groups = bound('max_scan'), bound('max_groups')

local function milliseconds()
  local now = redis.call('TIME')
  return now[1] * 1000 + now[2] / 1000
end

local function name_of(key, first, last, ...)
  if not first then
    return nil
  end
  return select('#', ...) > 0 and table.concat({...}) or key:sub(first, last)
end

local trying -- the index of the pattern, for the message where it is malformed
local function classify(key)
  for index, pattern in ipairs(patterns) do
    trying = index
    local name = name_of(key, key:find(pattern))
    if name then
      return name
    end
  end
  return 'unclassified'
end

-- Some managed servers let no script call MEMORY: then there is no memory to tell. A node of a cluster does not answer for a key while its slot
-- moves to that node: then there is nil. What an ACL denies is an error all the same.
local measures = true
local function memory_of(key)
  local usage = measures and redis.pcall('MEMORY', 'USAGE', key) or 0
  if type(usage) ~= 'table' then
    return usage
  elseif usage.err:find('non local key', 1, true) then
    return nil
  end
  measures = not (usage.err:find('not allowed', 1, true) or usage.err:find('nknown', 1, true))
  return measures and redis.call('MEMORY', 'USAGE', key) or 0 -- scriptgrid: allow restricted-command
end

local function add(groups, key, bytes)
  local good, name = pcall(classify, key)
  if not good then
    error('ARGV[' .. places[trying] .. '] is "' .. patterns[trying] .. '": ' .. name)
  end
  local group = groups[name]
  if not group then
    group = {name = name, keys = 0, bytes = 0}
    groups[name], groups[#groups + 1] = group, group
  end
  group.keys = group.keys + 1
  group.bytes = group.bytes + bytes
end

-- SCAN may return a key twice. A group may have a number for its name: names of groups are strings, and places in the list are not.
local function gather()
  local groups, seen, keys_seen, looked_at, cursor = {}, {}, 0, 0, '0'
  repeat
    local count = math.min(SCAN_COUNT, math.ceil(max_scan - looked_at))
    local page = redis.call('SCAN', cursor, 'COUNT', count)
    cursor, looked_at = page[1], looked_at + count
    for _, key in ipairs(page[2]) do
      local bytes = not seen[key] and memory_of(key)
      if bytes then
        keys_seen = keys_seen + 1
        add(groups, key, bytes)
      end
      seen[key] = true
    end
  until cursor == '0' or looked_at >= max_scan
  return groups, cursor == '0' and 1 or keys_seen / math.max(redis.call('DBSIZE'), keys_seen)
end

local rows = {}
local function tell(db, group)
  rows[#rows + 1] = {'redis_key_group_count', db, group.name, group.keys}
  if measures then
    rows[#rows + 1] = {'redis_key_group_memory_usage_bytes', db, group.name, group.bytes}
  end
end

local function tell_all(db, groups, ratio)
  table.sort(groups, function(a, b)
    if a.bytes ~= b.bytes then
      return a.bytes > b.bytes
    elseif a.keys ~= b.keys then
      return a.keys > b.keys
    end
    return a.name < b.name
  end)
  local overflow = {name = 'overflow', keys = 0, bytes = 0}
  for place, group in ipairs(groups) do
    if place <= max_groups and group.name ~= 'overflow' then
      tell(db, group)
    else
      overflow.keys, overflow.bytes = overflow.keys + group.keys, overflow.bytes + group.bytes
    end
  end
  if overflow.keys > 0 then
    tell(db, overflow)
  end
  rows[#rows + 1] = {'redis_number_of_distinct_key_groups', db, #groups}
  rows[#rows + 1] = {'redis_key_groups_seen_ratio', db, string.format('%.6g', ratio)}
end

local start = milliseconds()
for db in redis.call('INFO', 'keyspace'):gmatch('\ndb(%d+):') do
  redis.call('SELECT', db)
  tell_all('db' .. db, gather())
end
rows[#rows + 1] = {'redis_last_key_groups_scrape_duration_milliseconds', string.format('%.3f', milliseconds() - start)}
return rows
