def main_handler(event, context):
    print("event", event)
    return {"message": f"Hello, {event.get('name', 'world')}!", "requestId": context["request_id"]}
