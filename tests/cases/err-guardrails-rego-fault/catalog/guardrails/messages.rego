package guardrails.messages

deny contains 42

deny contains {"message": "with the wrong key"}
