local Animal = {}
Animal.__index = Animal
function Animal.new(name)
  return setmetatable({name = name, sounds = {}}, Animal)
end
function Animal:speak(...)
  for i = 1, select('#', ...) do
    self.sounds[#self.sounds + 1] = self.name .. ':' .. (select(i, ...))
  end
  return self
end
local Dog = setmetatable({}, {__index = Animal})
Dog.__index = Dog
Dog.__tostring = function(dog)
  return 'dog ' .. dog.name
end
Dog.__eq = function(a, b)
  return a.name == b.name
end
Dog.__lt = function(a, b)
  return a.name < b.name
end
Dog.__concat = function(a, b)
  return tostring(a) .. '+' .. tostring(b)
end
function Dog.new(name)
  return setmetatable(Animal.new(name), Dog)
end
local rex, ace, other = Dog.new('rex'), Dog.new('ace'), Dog.new('rex')
local pack = {rex, ace}
table.sort(pack)
return {
  rex:speak('wuff', 'wau').sounds, tostring(pack[1]), tostring(rex == other), tostring(rex ~= ace), rex .. ace, rex .. 1,
  tostring(rex >= ace),
}
