-- A report that computes far longer than a collector's script should: what a slow script looks like. See redis_script_duration_seconds.
--
-- KEYS     none
-- Result   checksum: a number without a meaning
-- Cost     some hundred milliseconds during which the server answers nobody else; no writes

local ROUNDS = 3000000

local checksum = 1
for round = 1, ROUNDS do -- scriptgrid: allow long-loop
  checksum = (checksum * 31 + round) % 65521
end
return {'checksum', string.format('%d', checksum)}
