using System.Security.Cryptography;
using System.Text;
using ScfAspire.AppHost.Local.Processes;
using ScfAspire.TestKit.Folders;

namespace ScfAspire.AppHost.Tests.Runner;

public sealed class NativeProgramTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Built => _folder.Combine("ScfAspire.Sample");

    public NativeProgramTests()
    {
        Write("ScfAspire.Sample", "");
        Write("ScfAspire.Sample.dll", "b");
        Write("ScfAspire.Core.dll", "a");
        Write("Other.dll", "x");
        Write("ScfAspire.Sample.deps.json", "c");
    }

    [Fact]
    public void A_program_that_was_made_of_this_very_build_is_found()
    {
        Assert.Null(NativeProgram.Of(Built));
        Make("abc");
        Assert.Equal($"{Built}.native", NativeProgram.Of(Built));
    }

    [Theory]
    [InlineData("ScfAspire.Core.dll")]
    [InlineData("ScfAspire.Sample.deps.json")]
    public void One_of_another_build_is_not(string changed)
    {
        Make("abc");
        Write(changed, "new");
        Assert.Null(NativeProgram.Of(Built));
    }

    public void Dispose() => _folder.Dispose();

    private void Make(string content)
    {
        Write("ScfAspire.Sample.native", "");
        Write("ScfAspire.Sample.native.of", $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)))}\n");
    }

    private void Write(string file, string text) => File.WriteAllText(_folder.Combine(file), text);
}
