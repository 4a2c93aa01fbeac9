using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Dispatch.Routes;

namespace ScfAspire.Dispatch.Tests.Routes;

public sealed class RouteStoreTests
{
    private static readonly RouteKey Key = new("default", "f");

    private readonly RouteStore _store = new(limit: 10, announcedLimit: 3);

    [Fact]
    public void A_change_replaces_what_was_resolved_before()
    {
        _store.Apply(new WatchResponse { Revision = 5 });
        Assert.True(_store.Complete(Key, _store.Begin(Key), Route(5)));
        _store.Apply(new WatchResponse { Revision = 7, Changed = { Route(7) } });
        Assert.True(_store.TryGet(Key, out var route));
        Assert.Equal(7, route!.Revision);
    }

    [Fact]
    public void An_answer_that_a_change_overtook_is_not_kept()
    {
        _store.Apply(new WatchResponse { Revision = 5 });
        var pending = _store.Begin(Key);
        _store.Apply(new WatchResponse { Revision = 7, Changed = { Route(7) } });
        Assert.False(_store.Complete(Key, pending, Route(6)));
        Assert.True(_store.TryGet(Key, out var route));
        Assert.Equal(7, route!.Revision);
    }

    [Fact]
    public void An_absence_that_a_creation_overtook_is_not_kept()
    {
        _store.Apply(new WatchResponse { Revision = 5 });
        var pending = _store.Begin(Key);
        _store.Apply(new WatchResponse { Revision = 6, Changed = { Route(6) } });
        Assert.False(_store.Complete(Key, pending, null));
        Assert.False(_store.IsKnownAbsent(Key));
    }

    [Fact]
    public void A_deletion_ends_a_route_and_a_creation_ends_an_absence()
    {
        Know(5);
        _store.Apply(new WatchResponse { Revision = 6, Deleted = { Key.ToMessage() } });
        Assert.False(_store.TryGet(Key, out _));
        Assert.True(_store.Complete(Key, _store.Begin(Key), null));
        Assert.True(_store.IsKnownAbsent(Key));
        _store.Apply(new WatchResponse { Revision = 7, Changed = { Route(7) } });
        Assert.False(_store.IsKnownAbsent(Key));
    }

    [Fact]
    public void A_lost_watch_keeps_routes_as_a_fallback_and_forgets_absences()
    {
        Know(5);
        _store.Complete(new RouteKey("default", "g"), _store.Begin(new RouteKey("default", "g")), null);
        _store.Suspect();
        Assert.False(_store.IsCurrent);
        Assert.True(_store.TryGet(Key, out _));
        Assert.False(_store.IsKnownAbsent(new RouteKey("default", "g")));
    }

    [Fact]
    public void A_watcher_that_was_cut_off_serves_nothing_from_before()
    {
        Know(5);
        var pending = _store.Begin(Key);
        _store.Drop();
        Assert.False(_store.TryGet(Key, out _));
        Assert.False(_store.Complete(Key, pending, Route(5)));
    }

    [Fact]
    public void A_reset_drops_every_route()
    {
        Know(5);
        _store.Apply(new WatchResponse { Revision = 9, Reset = true });
        Assert.False(_store.TryGet(Key, out _));
        Assert.Equal(9, _store.Revision);
    }

    [Fact]
    public void A_function_that_was_just_made_is_known_before_anybody_asks()
    {
        _store.Apply(new WatchResponse { Revision = 5 });
        _store.Apply(new WatchResponse { Revision = 6, Changed = { Route(6) } });
        _store.Apply(new WatchResponse { Revision = 8, Changed = { Route(8) } });
        for (var asked = 0; asked < 2; asked++)
        {
            Assert.True(_store.TryGet(Key, out var route));
            Assert.Equal(8, route!.Revision);
        }

        _store.Apply(new WatchResponse { Revision = 9, Changed = { Route(9) } });
        Assert.True(_store.TryGet(Key, out var changed));
        Assert.Equal(9, changed!.Revision);
    }

    [Fact]
    public void Of_functions_that_nobody_asked_for_only_those_made_last_are_kept()
    {
        _store.Apply(new WatchResponse { Revision = 5 });
        _store.Apply(new WatchResponse { Revision = 6, Changed = { Route(6) } });
        for (var other = 0; other < 3; other++) _store.Apply(new WatchResponse { Revision = 7 + other, Changed = { Route(7 + other, $"other-{other}") } });
        Assert.False(_store.TryGet(Key, out _));
        Assert.False(_store.IsKnownAbsent(Key));
        Assert.True(_store.TryGet(new RouteKey("default", "other-0"), out _));
    }

    [Fact]
    public void One_that_was_made_and_is_gone_is_not_known()
    {
        _store.Apply(new WatchResponse { Revision = 5 });
        _store.Apply(new WatchResponse { Revision = 6, Changed = { Route(6) } });
        _store.Apply(new WatchResponse { Revision = 7, Deleted = { Key.ToMessage() } });
        Assert.False(_store.TryGet(Key, out _));
        _store.Apply(new WatchResponse { Revision = 8, Changed = { Route(8) } });
        _store.Drop();
        Assert.False(_store.TryGet(Key, out _));
    }

    [Fact]
    public void A_full_store_lets_go_of_what_is_not_asked_for()
    {
        Know(5);
        for (var other = 0; other < 100; other++)
        {
            Assert.True(_store.TryGet(Key, out _));
            Assert.True(_store.Complete(Other(other), _store.Begin(Other(other)), Route(5)));
        }

        Assert.True(_store.TryGet(Key, out _));
        Assert.InRange(Enumerable.Range(0, 100).Count(other => _store.TryGet(Other(other), out _)), 1, 9);
        static RouteKey Other(int number) => new("default", $"other-{number}");
    }

    [Fact]
    public void A_qualifier_is_a_version_or_an_alias()
    {
        var route = Route(1);
        route.Versions.Add([new VersionRoute { Version = "$LATEST", SpecId = "s" }, new VersionRoute { Version = "1", SpecId = "s1" }]);
        route.Aliases.Add(new AliasRoute { Name = "prod", Version = "1", AdditionalVersion = "$LATEST", AdditionalWeight = 0.5 });
        Assert.Equal("s", RouteSelection.Choose(route, "", null, 0)!.SpecId);
        Assert.Equal("s1", RouteSelection.Choose(route, "1", null, 0)!.SpecId);
        Assert.Equal("s1", RouteSelection.Choose(route, "prod", null, 0.7)!.SpecId);
        Assert.Equal("s", RouteSelection.Choose(route, "prod", null, 0.2)!.SpecId);
        Assert.Equal("s", RouteSelection.Choose(route, "$DEFAULT", null, 0)!.SpecId);
        Assert.Null(RouteSelection.Choose(route, "2", null, 0));
    }

    private void Know(long revision)
    {
        _store.Apply(new WatchResponse { Revision = revision });
        Assert.True(_store.Complete(Key, _store.Begin(Key), Route(revision)));
    }

    private static FunctionRoute Route(long revision, string function = "f") =>
        new() { Key = new RouteKey("default", function).ToMessage(), FunctionId = "id", Revision = revision };
}
