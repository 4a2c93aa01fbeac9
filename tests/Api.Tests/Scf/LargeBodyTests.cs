using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ScfAspire.Api.Scf.Requests;
using ScfAspire.Api.Tests.Hosting;
using ScfAspire.TestKit.Simulation;

namespace ScfAspire.Api.Tests.Scf;

public sealed class LargeBodyTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private static readonly string Now = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private BodyBudgets Budgets => fixture.Api.Services.GetRequiredService<BodyBudgets>();

    [Theory]
    [InlineData("SecretId=AKIDOTHER", "AuthFailure.SecretIdNotFound")]
    [InlineData("Timestamp=1000", "AuthFailure.SignatureExpire")]
    [InlineData("Nonce=often", "InvalidParameterValue")]
    [InlineData("Token=abc", "AuthFailure.TokenFailure")]
    [InlineData("Action=Frobnicate", "InvalidAction")]
    [InlineData("Action=ListNamespaces", "InvalidParameter.RequestTooLarge")]
    [InlineData("Action=%49nvoke", "InvalidParameter.RequestTooLarge")]
    public async Task A_large_form_is_refused_at_the_first_field_that_shows_it_to_be_in_vain(string field, string code)
    {
        await using var upload = await RawUpload.BeginAsync(fixture.Client.Endpoint, BodyLimits.Code);
        // Not the last of what was announced, and no signature: the rest never comes.
        await upload.SendAsync($"{field}&Code.ZipFile={new string('A', (int)BodyLimits.Settings)}&Region=x&");

        Assert.Equal(code, ScfClient.ErrorOf(await upload.AnswerAsync()));
    }

    [Fact]
    public async Task A_form_that_announces_more_than_any_action_may_have_is_refused_at_once()
    {
        await using var upload = await RawUpload.BeginAsync(fixture.Client.Endpoint, BodyLimits.Code + 1);

        Assert.Equal("InvalidParameter.RequestTooLarge", ScfClient.ErrorOf(await upload.AnswerAsync()));
    }

    [Theory]
    [InlineData("ListNamespaces", BodyLimits.Settings)]
    [InlineData("UpdateFunctionConfiguration", BodyLimits.Settings)]
    [InlineData("Invoke", BodyLimits.Event)]
    public async Task Only_actions_with_code_may_be_as_large_as_code(string action, long limit)
    {
        var body = Encoding.ASCII.GetBytes("{}" + new string(' ', (int)limit));

        Assert.Equal("InvalidParameter.RequestTooLarge", ScfClient.ErrorOf(await fixture.Client.SendAsync(fixture.Client.Sign(action, body))));
        Assert.NotEqual("InvalidParameter.RequestTooLarge", ScfClient.ErrorOf(await fixture.Client.SendAsync(fixture.Client.Sign(action, body[..^2]))));
    }

    [Fact]
    public async Task A_large_form_with_the_key_at_its_end_is_read()
    {
        var name = "large" + Guid.NewGuid().ToString("N")[..8];
        // Random, so that it stays large.
        var zip = TestZips.Base64(("index.js", TestZips.Source), ("data", Convert.ToBase64String(RandomNumberGenerator.GetBytes(2 * 1024 * 1024))));
        var request = fixture.Client.SignV1(new()
        {
            ["Code.ZipFile"] = zip, ["FunctionName"] = name, ["Runtime"] = "Nodejs18.15", ["Handler"] = "index.main_handler", ["Action"] = "CreateFunction",
        });

        var response = await fixture.Client.SendAsync(request);

        Assert.False(response.TryGetProperty("Error", out _), response.ToString());
        Assert.True((await fixture.ActiveAsync(name)).GetProperty("CodeSize").GetInt64() > BodyLimits.Settings);
    }

    [Fact]
    public async Task Large_forms_wait_for_each_other_and_nobody_with_a_key_waits_for_them()
    {
        var begun = $"Action=CreateFunction&Timestamp={Now}&Code.ZipFile={new string('A', (int)BodyLimits.Settings)}";
        var first = new List<RawUpload>();
        for (var i = 0; i < BodyLimits.Together / BodyLimits.Code; i++)
        {
            first.Add(await RawUpload.BeginAsync(fixture.Client.Endpoint, BodyLimits.Code));
            await first[^1].SendAsync(begun);
        }

        await Eventually.TrueAsync(() => Budgets.Unknown.Free == 0, "the forms take all memory that is set aside");
        await using var next = await RawUpload.BeginAsync(fixture.Client.Endpoint, BodyLimits.Code);
        await next.SendAsync(begun);
        await Eventually.TrueAsync(() => Budgets.Unknown.Waiting == 1, "one more waits");

        var zip = TestZips.Base64(("index.js", TestZips.Source), ("data", Convert.ToBase64String(RandomNumberGenerator.GetBytes(2 * 1024 * 1024))));
        await fixture.CreateAsync(settings: new { Code = new { ZipFile = zip } });

        foreach (var upload in first) await upload.DisposeAsync();
        await Eventually.TrueAsync(() => Budgets.Unknown is { Waiting: 0, Free: BodyLimits.Together - BodyLimits.Code }, "the share of those that went away is given on");
        await next.SendAsync("&Token=abc&");
        Assert.Equal("AuthFailure.TokenFailure", ScfClient.ErrorOf(await next.AnswerAsync()));
        await Eventually.TrueAsync(() => Budgets.Unknown.Free == BodyLimits.Together && Budgets.Known.Free == BodyLimits.Together, "all is given back");
    }

    [Fact]
    public async Task An_event_gives_its_share_up_before_its_function_runs()
    {
        long? free = null;
        var name = await fixture.CreateAsync();
        fixture.Dispatcher.Answer = invocation =>
        {
            free = Budgets.Known.Free;
            return new() { RequestId = invocation.RequestId, StatusCode = (int)HttpStatusCode.OK, Body = "1"u8.ToArray() };
        };

        var response = await fixture.Client.CallAsync("Invoke", new { FunctionName = name, ClientContext = JsonSerializer.Serialize(new string('x', 2 * 1024 * 1024)) });

        Assert.Equal("1", response.GetProperty("Result").GetProperty("RetMsg").GetString());
        Assert.Equal(BodyLimits.Together, free);
    }
}
