using System.Text.Json;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.RuntimeAgent.Tests.Doubles;

namespace ScfAspire.RuntimeAgent.Tests;

[Trait("Category", "Long")]
public sealed class PhpFunctionTests(AgentUnderTest agent) : IClassFixture<AgentUnderTest>
{
    [Fact]
    public async Task A_PHP_function_answers_with_its_result_and_log()
    {
        var id = await agent.StartedAsync(Php("""
            echo "loading\n";
            function main_handler($event, $context) {
                echo "hello\n";
                fwrite(STDERR, "to stderr\n");
                return ['name' => $event->name, 'memory' => $context->memory_limit_in_mb, 'root' => getenv('USER_CODE_ROOT'), 'scan' => getenv('PHP_INI_SCAN_DIR'), 'user' => $_SERVER['USER']];
            }
            """));

        var call = agent.Link.Invoke(id, """{"name":"köln"}""");
        var outcome = await call.OutcomeAsync();

        Assert.Equal((200, """{"name":"köln","memory":256,"root":"/var/user/","scan":"/var/user/php_extension:/opt/php_extension","user":"qcloud"}"""), (outcome.StatusCode, call.Text));
        foreach (var line in (string[])["loading\n", "hello\n", "to stderr\n"]) Assert.Contains(line, outcome.LogTail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("throw new RuntimeException('broken');", 430, "user code exception caught", false)]
    [InlineData("echo 'bye'; exit(3);", 439, "exit code 3", true)]
    [InlineData("die('enough');", 439, "exit code 0", true)]
    [InlineData("while (true) { $i = ($i ?? 0) + 1; }", 433, "Invoking task timed out after 2 seconds", true)]
    [InlineData("$all = []; while (true) { $all[] = str_repeat('x', 1 << 20); }", 434, "Memory limit exceeded", true)]
    [InlineData("return str_repeat('x', 7 << 20);", 407, "upper limit (6MB)", false)]
    public async Task Failures_have_the_codes_of_the_interface(string body, int status, string message, bool gone)
    {
        var id = await agent.StartedAsync(Php($"function main_handler($event, $context) {{ {body} }}", spec => spec.MemoryMb = 128));
        var call = agent.Link.Invoke(id, "{}", status == 433 ? 2000 : 30_000);
        var outcome = await call.OutcomeAsync();
        Assert.Equal((status, gone), (outcome.StatusCode, outcome.InstanceGone));
        Assert.Contains(message, JsonDocument.Parse(call.Text).RootElement.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("function other() {}", 437)]
    [InlineData("function main_handler( {", 437)]
    [InlineData("throw new Exception('no config');", 430)]
    [InlineData("exit(1);", 439)]
    [InlineData("while (true);", 450)]
    public async Task Code_that_does_not_load_says_why(string code, int status)
    {
        var (_, response) = await agent.StartAsync(Php(code, spec => spec.InitTimeoutMs = status == 450 ? 1000 : 30_000));
        Assert.Equal(status, response.Failed?.StatusCode);
    }

    [Fact]
    public async Task A_web_function_finds_PHP_where_the_interface_puts_it()
    {
        var spec = agent.Function("Php8.0", "", FunctionPackage.Zip(
            ("+scf_bootstrap", "#!/bin/bash\nexec /var/lang/php80/bin/php -S 0.0.0.0:9000 app.php\n"), ("app.php", "<?php echo 'path ', $_SERVER['REQUEST_URI'];")), spec => spec.Type = FunctionType.Http);
        var call = agent.Link.Http(await agent.StartedAsync(spec), "GET", "/a?b=c");
        Assert.Equal(200, (await call.OutcomeAsync()).StatusCode);
        Assert.Equal("path /a?b=c", call.Text);
    }

    private InstanceSpec Php(string code, Action<InstanceSpec>? adjust = null) =>
        agent.Function("Php8.0", "index.main_handler", FunctionPackage.Zip(("index.php", "<?php\n" + code)), adjust);
}
