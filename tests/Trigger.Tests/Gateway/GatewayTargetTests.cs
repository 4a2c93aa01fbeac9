using ScfAspire.Trigger.Gateway;

namespace ScfAspire.Trigger.Tests.Gateway;

public sealed class GatewayTargetTests
{
    [Theory]
    [InlineData("127.0.0.1:8082", "/default/hello", "default", "hello", "/", "")]
    [InlineData("127.0.0.1:8082", "/default/hello/", "default", "hello", "/", "")]
    [InlineData("127.0.0.1:8082", "/default/hello?a=1", "default", "hello", "/", "a=1")]
    [InlineData("127.0.0.1:8082", "/default/hello/a%2Fb/../c?x=%20?&y", "default", "hello", "/a%2Fb/../c", "x=%20?&y")]
    [InlineData("127.0.0.1:8082", "http://elsewhere/default/hello/x", "default", "hello", "/x", "")]
    [InlineData("127.0.0.1:8082", "http://elsewhere/default/hello?x=/y", "default", "hello", "/", "x=/y")]
    [InlineData("localhost:8082", "/default/hello/x", "default", "hello", "/x", "")]
    [InlineData("a.b.c.localhost", "/default/hello/x", "default", "hello", "/x", "")]
    [InlineData("only.localhost", "/default/hello/x", "default", "hello", "/x", "")]
    [InlineData("hello.default.localhost.evil.com", "/default/other", "default", "other", "/", "")]
    public void A_target_is_read_from_host_or_path(string host, string raw, string @namespace, string function, string path, string query) =>
        Assert.Equal(new GatewayTarget(@namespace, function, path, query), GatewayTarget.Parse(host, raw, "localhost"));

    [Theory]
    [InlineData("hello.default.localhost", "/a/b?c", "default", "hello", "/a/b", "c")]
    [InlineData("Hello.default.LOCALHOST:8082", "/", "default", "Hello", "/", "")]
    [InlineData("hello.default.localhost", "http://hello.default.localhost?c", "default", "hello", "/", "c")]
    public void Names_from_a_host_may_have_any_case(string host, string raw, string @namespace, string function, string path, string query) =>
        Assert.Equal(new GatewayTarget(@namespace, function, path, query, ByHost: true), GatewayTarget.Parse(host, raw, "localhost"));

    [Theory]
    [InlineData("/")]
    [InlineData("/default")]
    [InlineData("/default/")]
    [InlineData("//hello")]
    [InlineData("*")]
    [InlineData("http://default")]
    [InlineData("/healthz")]
    public void What_names_no_function_is_none(string raw) => Assert.Null(GatewayTarget.Parse("127.0.0.1", raw, "localhost"));
}
