using Microsoft.Extensions.Configuration;
using ScfAspire.Api.Permissions;
using ScfAspire.ServiceDefaults;

namespace ScfAspire.Grpc.Tests;

public sealed class PermissionTests
{
    [Theory]
    [InlineData("AKIDfirst", "delete", "namespaces", "x", true)]
    [InlineData("AKIDdev", "create", "functions", "shop", true)]
    [InlineData("AKIDdev", "invoke", "invocations", "shop", true)]
    [InlineData("AKIDdev", "create", "functions", "other", false)]
    [InlineData("AKIDdev", "get", "functions", "other", true)]
    [InlineData("AKIDdev", "create", "namespaces", "shop", false)]
    [InlineData("AKIDnobody", "get", "functions", "shop", false)]
    public async Task Roles_answer_by_subject_verb_resource_and_namespace(string subject, string verb, string resource, string @namespace, bool allowed)
    {
        var roles = new BuiltInRoles(Bindings("AKIDdev=viewer:*,developer:shop"));
        Assert.Equal(allowed, await roles.IsAllowedAsync(new(subject, verb, resource, @namespace), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("AKIDdev")]
    [InlineData("AKIDdev=root:*")]
    [InlineData("AKIDdev=viewer")]
    [InlineData("AKIDdev=3:*")]
    public void Bindings_of_the_wrong_form_are_named(string roles) =>
        Assert.Contains("SCF_ROLES", Assert.Throws<ConfigurationException>(() => Bindings(roles)).Message, StringComparison.Ordinal);

    private static RoleBindings Bindings(string roles) => RoleBindings.From(
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["SCF_SECRET_ID"] = "AKIDfirst", ["SCF_ROLES"] = roles }).Build());
}
