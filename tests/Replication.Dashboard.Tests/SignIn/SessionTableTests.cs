using Replication.Agent.Dashboard.SignIn;
using Replication.Dashboard.Tests.Support;

namespace Replication.Dashboard.Tests.SignIn;

public sealed class SessionTableTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("replication-sessions-").FullName;
    private readonly ManualTime _time = new();
    private readonly UserFile _users;
    private readonly SessionTable _sessions;

    public SessionTableTests()
    {
        _users = new UserFile(Path.Combine(_folder, "users.json"));
        _users.Set("anna", DashboardRole.Operator, DashboardLab.Password, _time.GetUtcNow());
        _sessions = new SessionTable(_users, _time);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_session_that_is_used_ends_after_its_lifetime_all_the_same()
    {
        string cookie = _sessions.Begin(_users.Find("anna")!);
        for (TimeSpan passed = TimeSpan.Zero; passed < SessionTable.Lifetime - TimeSpan.FromMinutes(20); passed += TimeSpan.FromMinutes(20))
        {
            _time.Advance(TimeSpan.FromMinutes(20));
            Assert.NotNull(_sessions.Find(cookie, isUse: true));
        }

        _time.Advance(TimeSpan.FromMinutes(20));
        Assert.Null(_sessions.Find(cookie, isUse: true));
    }

    [Fact]
    public void A_new_password_or_role_ends_the_sessions_of_before()
    {
        string cookie = _sessions.Begin(_users.Find("anna")!);
        _time.Advance(TimeSpan.FromSeconds(1));
        _users.Set("anna", DashboardRole.Operator, "a new password", _time.GetUtcNow());
        Assert.Null(_sessions.Find(cookie, isUse: true));
    }

    [Fact]
    public void The_table_is_bounded_and_the_idlest_goes_first()
    {
        DashboardUser anna = _users.Find("anna")!;
        string first = _sessions.Begin(anna);
        string second = _sessions.Begin(anna);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(_sessions.Find(first, isUse: true));
        for (int more = 2; more < SessionTable.Maximum + 1; more++) _sessions.Begin(anna);
        Assert.Null(_sessions.Find(second, isUse: true));
        Assert.NotNull(_sessions.Find(first, isUse: true));
    }

    [Fact]
    public void A_value_that_nobody_was_given_is_nobody() => Assert.Null(_sessions.Find("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", isUse: true));

    [Fact]
    public void Failures_double_the_wait_up_to_a_bound_and_are_forgotten_after_a_while()
    {
        var guard = new SignInGuard(_time);
        for (int failures = 1; failures < SignInGuard.FreeFailures; failures++) Assert.False(guard.Failed("anna"));
        Assert.True(guard.Failed("anna"));
        Assert.Equal(SignInGuard.FirstDelay, guard.WaitFor("ANNA"));
        for (int failures = 0; failures < 40; failures++) guard.Failed("anna");
        Assert.Equal(SignInGuard.LongestDelay, guard.WaitFor("anna"));
        _time.Advance(SignInGuard.Memory + TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.Zero, guard.WaitFor("anna"));
        Assert.False(guard.Failed("anna"));
    }
}
