using System.Globalization;
using StackExchange.Redis;

namespace ScfAspire.Scheduler.State;

/// <summary>A script for one item that can be run for many.</summary>
/// <param name="SharedKeys">Keys of all items: <c>KEYS[1]</c> and so on.</param>
/// <param name="Keys">How many keys an item has: <c>KEYS[K + 1]</c> and so on.</param>
/// <param name="Arguments">How many arguments an item has: <c>ARGV[A + 1]</c> and so on.</param>
/// <param name="Body">Lua that returns the item's answer, never nil.</param>
internal sealed record BatchedScript(RedisKey[] SharedKeys, int Keys, int Arguments, string Body)
{
    public string Text => string.Create(CultureInfo.InvariantCulture, $"""
        local function one(K, A)
        {Body}
        end
        local answers = {"{}"}
        for item = 0, tonumber(ARGV[1]) - 1 do
          answers[item + 1] = one({SharedKeys.Length} + item * {Keys}, 1 + item * {Arguments})
        end
        return answers
        """);
}
