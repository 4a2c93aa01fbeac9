def main_handler(event, context):
    return {"isBase64Encoded": False, "statusCode": 200, "headers": {"content-type": "text/plain"}, "body": "first"}
