using FsCheck;
using FsCheck.Xunit;
using ScfAspire.Core.Signatures;

namespace ScfAspire.Core.Tests.Signatures;

public sealed class V1SignatureTests
{
    [Fact]
    public void Published_vector()
    {
        KeyValuePair<string, string>[] fields =
        [
            new("Action", "GetFunction"), new("Version", "2018-04-16"), new("FunctionName", "hello"), new("Namespace", "default"), new("Qualifier", "$LATEST"),
            new("Environment.Variables.0.Key", "A_B"), new("Environment.Variables.0.Value", "1 2"), new("Region", "ap-guangzhou"), new("Nonce", "12345"),
            new("Timestamp", "1700000000"), new("SecretId", "AKIDEXAMPLE0000000000000000000000000"), new("RequestClient", "ServerlessComponentV2"),
        ];
        var text = V1Signature.StringToSign("POST", "scf.tencentcloudapi.com", "/", fields);
        Assert.Equal("0pXFDlt8CXgWYWQBTuNOvrjPu7Q=", V1Signature.Sign("ExampleSecretKey000000000000000", null, text));
    }

    [Property]
    public bool The_order_of_the_fields_does_not_matter(string[] keys)
    {
        var fields = keys.Where(k => k is not null).Distinct().Select(k => KeyValuePair.Create(k, "v")).ToArray();
        return V1Signature.StringToSign("GET", "h", "/", fields) == V1Signature.StringToSign("GET", "h", "/", fields.Reverse());
    }

    [Fact]
    public void Quirks_leave_values_out()
    {
        KeyValuePair<string, string>[] fields = [new("A_b", "1"), new("C", "@x"), new("D", "2")];
        Assert.Equal("POSTh/?A.b=&D=2", V1Signature.StringToSign("POST", "h", "/", fields, dotted: true, withoutAt: true));
    }
}
