local limit, composite, primes = 1000, {}, {}
for n = 2, limit do
  if not composite[n] then
    primes[#primes + 1] = n
    for m = n * n, limit, n do
      composite[m] = true
    end
  end
end
return {#primes, primes[#primes], primes[50]}
