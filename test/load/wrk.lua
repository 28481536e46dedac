-- What wrk measured, as one line of JSON. There is no 'request' function, so that wrk sends its one prepared request.
done = function(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    '{"requests":%d,"microseconds":%d,"socketErrors":%d,"refused":%d,"p50":%d,"p99":%d}\n',
    summary.requests, summary.duration, errors.connect + errors.read + errors.write + errors.timeout, errors.status,
    latency:percentile(50), latency:percentile(99)))
end
