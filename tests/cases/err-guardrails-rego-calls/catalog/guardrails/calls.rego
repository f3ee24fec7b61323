package guardrails.calls

deny contains "too late" if time.now_ns() > 0

deny contains "unlucky" if rand.intn("x", 2) == 1

deny contains "online" if http.send({"url": "https://example.com"}).status == 200

deny contains "long" if count(numbers.range(1, 1000000000)) > 1

deny contains "deep" if even(7)

even(n) if odd(n - 1)

odd(n) if even(n - 1)
