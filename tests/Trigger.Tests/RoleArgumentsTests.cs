using ScfAspire.ServiceDefaults;
using ScfAspire.Trigger.Roles;

namespace ScfAspire.Trigger.Tests;

public sealed class RoleArgumentsTests
{
    [Theory]
    [InlineData("", TriggerRoles.All)]
    [InlineData("--roles gateway", TriggerRoles.Gateway)]
    [InlineData("--roles=queue,timers", TriggerRoles.Queue | TriggerRoles.Timers)]
    [InlineData("--roles gateway,queue,timers,sources", TriggerRoles.All)]
    public void Roles_are_read_from_the_arguments(string args, TriggerRoles roles) =>
        Assert.Equal(roles, RoleArguments.Read(args.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    [Theory]
    [InlineData("--roles")]
    [InlineData("--roles cron")]
    public void A_role_that_does_not_exist_is_named(string args) =>
        Assert.Contains("roles are gateway, queue, timers, sources", Assert.Throws<ConfigurationException>(() => RoleArguments.Read(args.Split(' '))).Message, StringComparison.Ordinal);
}
