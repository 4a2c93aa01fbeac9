def main_handler(event, context):
    words = event["text"].split()
    print("counting", len(words), "words")
    longest = max(words, key=len) if words else ""
    return {"words": len(words), "longest": longest}
