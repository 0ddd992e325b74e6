-- wrk saves marks: the scores of 32 nominations by all criteria, round and round, each upon the version that the round
-- before has made. Arguments: the session's cookie, its forms' token, the lowest score, the names of the criteria.

local cookie, csrf, least
local criteria = {}
local count = -1

function init(arguments)
    cookie, csrf, least = arguments[1], arguments[2], tonumber(arguments[3])
    for place = 4, #arguments do
        criteria[#criteria + 1] = arguments[place]
    end
end

function request()
    local now = math.max(count, 0) -- the first request is made by wrk for itself, and never sent
    count = count + 1
    local round = math.floor(now / (32 * #criteria))
    local criterion = criteria[math.floor(now / 32) % #criteria + 1]
    local path = string.format("/reviews/00000000-0000-4000-8000-%d/marks/%s", 100000000000 + now % 32, criterion)
    local body = string.format("csrf=%s&value=%d&version=%d", csrf, least + (round + 1) % 2, round + 1)
    local headers = {["Cookie"] = cookie, ["Content-Type"] = "application/x-www-form-urlencoded"}
    return wrk.format("POST", path, headers, body)
end
