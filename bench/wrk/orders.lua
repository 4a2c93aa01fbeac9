-- wrk's script: sends the orders of a file in turn and, where it is told to check, compares every answer with the one that belongs to its order.
-- Arguments: file (a request body and its answer in alternating lines), offset of the first order, "check" or "count".
-- To check takes one connection per thread: wrk does not say which connection an answer came on.

local threads = {}

function setup(thread)
  thread:set("position", #threads * 97)
  table.insert(threads, thread)
end

function init(arguments)
  requests, answers, mismatches, sample = {}, {}, 0, ""
  position = position + tonumber(arguments[2])
  wrk.method = "POST"
  wrk.headers["content-type"] = "application/json"
  local lines = io.lines(arguments[1])
  for body in lines do
    table.insert(requests, wrk.format(nil, nil, nil, body))
    table.insert(answers, lines())
  end
  count = #requests
  -- wrk hands answers to a script that defines this function only: counting costs nothing.
  if arguments[3] == "check" then
    function response(status, headers, body)
      if status ~= 200 or body ~= answers[position] then
        mismatches = mismatches + 1
        sample = status .. " " .. body
      end
    end
  end
end

function request()
  position = position % count + 1
  return requests[position]
end

function done(summary)
  local wrong, sample = 0, ""
  for _, thread in ipairs(threads) do
    wrong = wrong + thread:get("mismatches")
    if thread:get("sample") ~= "" then sample = thread:get("sample") end
  end
  local errors = summary.errors
  io.write(string.format("\nresult %d %d %d %d %d %d\n", summary.requests, summary.duration, errors.connect + errors.read + errors.write, errors.timeout, errors.status, wrong))
  if sample ~= "" then io.write("sample ", sample:gsub("%s+", " "):sub(1, 300), "\n") end
end
