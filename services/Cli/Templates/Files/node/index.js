exports.main_handler = async (event, context) => {
  console.log('event', JSON.stringify(event));
  return { message: `Hello, ${event.name ?? 'world'}!`, requestId: context.request_id };
};
