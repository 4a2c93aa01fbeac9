using System.Text;
using FsCheck;
using FsCheck.Xunit;
using ScfAspire.Core.Signatures;

namespace ScfAspire.Core.Tests.Signatures;

public sealed class Tc3SignatureTests
{
    private const string SecretId = "AKIDEXAMPLE0000000000000000000000000";
    private const string SecretKey = "ExampleSecretKey000000000000000";
    private const long Time = 1_700_000_000;
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"FunctionName":"hello","Namespace":"default"}""");

    [Theory]
    [InlineData("POST", "", "application/json", "scf.tencentcloudapi.com", "48b8c00548fd6ba69afba226c6f3df83426f4e064f83707081dc6b74009cc819")]
    [InlineData("POST", "", "application/json; charset=utf-8", "scf.tencentcloudapi.com", "58ea91670abfbc9eece7ad5e2b325143098413a0f12c5566e6144a23369904fa")]
    [InlineData("POST", "", "application/json", "127.0.0.1", "03348348ae677400ac1bf48a307c0a26bcde4a71306f07eb8f5164eabaaf0fe6")]
    [InlineData("GET", "FunctionName=hello&Namespace=default", "application/x-www-form-urlencoded", "scf.tencentcloudapi.com", "2eceac00c624d3b72da75fbfcfbcfec87bcbd69b077dba8b7f880f1ceb7819f2")]
    [InlineData("POST", "", "application/json", "scf.ap-guangzhou.tencentcloudapi.com", "d0c14a98758f91cad9026772f900be84c683cfb6dbec9c26bf3be73df7b37ec9")]
    public void Published_vectors(string method, string query, string contentType, string host, string signature)
    {
        KeyValuePair<string, string>[] headers = [new("content-type", contentType), new("host", host)];
        var hash = Tc3Signature.Hash(method == "GET" ? [] : Body);
        Assert.Equal(signature, Tc3Signature.Sign(SecretKey, Time, "scf", Tc3Signature.CanonicalRequest(method, "/", query, headers, hash)));
    }

    [Fact]
    public void Canonical_request_and_header_of_the_worked_example()
    {
        KeyValuePair<string, string>[] headers = [new("content-type", "application/json"), new("host", "scf.tencentcloudapi.com")];
        var canonical = Tc3Signature.CanonicalRequest("POST", "/", "", headers, Tc3Signature.Hash(Body));
        Assert.Equal(
            "POST\n/\n\ncontent-type:application/json\nhost:scf.tencentcloudapi.com\n\ncontent-type;host\n1136f4d77d07db6e18c8b3e3f8294e14138bda444723c7aa29de6ff1ccd6a1e3",
            canonical);
        Assert.Equal("7f674dc440ce67a04232f9bed3cf9ddfadfaf2780d22819e195c37f4930e5ab8", Tc3Signature.Hash(Encoding.UTF8.GetBytes(canonical)));
        Assert.Equal(
            $"TC3-HMAC-SHA256 Credential={SecretId}/2023-11-14/scf/tc3_request, SignedHeaders=content-type;host, Signature=48b8c00548fd6ba69afba226c6f3df83426f4e064f83707081dc6b74009cc819",
            Tc3Signature.Authorization(SecretId, Time, "scf", headers, "48b8c00548fd6ba69afba226c6f3df83426f4e064f83707081dc6b74009cc819"));
    }

    [Property]
    public bool Another_key_time_service_or_body_gives_another_signature(NonEmptyString key, PositiveInt later, NonEmptyString service, byte[] body)
    {
        KeyValuePair<string, string>[] headers = [new("host", "h")];
        var canonical = Tc3Signature.CanonicalRequest("POST", "/", "", headers, Tc3Signature.Hash(body));
        var signature = Tc3Signature.Sign(key.Get, Time, service.Get, canonical);
        return signature != Tc3Signature.Sign(key.Get + "x", Time, service.Get, canonical)
            && signature != Tc3Signature.Sign(key.Get, Time + later.Get, service.Get, canonical)
            && signature != Tc3Signature.Sign(key.Get, Time, service.Get + "x", canonical)
            && signature != Tc3Signature.Sign(key.Get, Time, service.Get, Tc3Signature.CanonicalRequest("POST", "/", "", headers, Tc3Signature.Hash([.. body, 0])));
    }

    [Property]
    public bool Any_text_is_parsed_or_refused(string text) =>
        Tc3Authorization.TryParse(text) is null || text.Length > 0;

    [Theory]
    [InlineData("SKIP")]
    [InlineData("TC3-HMAC-SHA256 ")]
    [InlineData("TC3-HMAC-SHA256 Credential=a/b/c, SignedHeaders=host, Signature=00")]
    [InlineData("TC3-HMAC-SHA256 Credential=a/2023-11-14/scf/other, SignedHeaders=host, Signature=00")]
    [InlineData("TC3-HMAC-SHA256 Credential=a/2023-11-14/scf/tc3_request, Signature=00")]
    public void Headers_of_another_form_are_refused(string text) => Assert.Null(Tc3Authorization.TryParse(text));
}
