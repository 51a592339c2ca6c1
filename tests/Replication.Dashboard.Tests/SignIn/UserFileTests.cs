using Replication.Agent.Dashboard.SignIn;
using Replication.Core.Errors;
using Replication.Dashboard.Tests.Support;

namespace Replication.Dashboard.Tests.SignIn;

public sealed class UserFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("replication-users-").FullName;

    private UserFile File1 => new(Path.Combine(_folder, "dashboard", "users.json"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_password_is_kept_stretched_in_a_file_of_its_owner()
    {
        File1.Set("anna", DashboardRole.Operator, DashboardLab.Password, ManualTime.Start);
        string text = File.ReadAllText(File1.Path);
        Assert.DoesNotContain(DashboardLab.Password, text, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(File1.Path));
        DashboardUser user = Assert.Single(File1.Read());
        Assert.True(user.Password.Matches(DashboardLab.Password));
        Assert.False(user.Password.Matches(DashboardLab.Password + " "));
        Assert.DoesNotContain(Convert.ToBase64String(user.Password.Hash), user.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_users_of_one_password_have_nothing_in_common()
    {
        File1.Set("anna", DashboardRole.Operator, DashboardLab.Password, ManualTime.Start);
        File1.Set("ben", DashboardRole.Viewer, DashboardLab.Password, ManualTime.Start);
        Assert.NotEqual(File1.Find("ANNA")!.Password.Hash, File1.Find("ben")!.Password.Hash);
        Assert.False(File1.Find("ben")!.MayAct);
    }

    [Fact]
    public void Setting_a_user_again_replaces_it_whatever_the_case()
    {
        File1.Set("anna", DashboardRole.Operator, DashboardLab.Password, ManualTime.Start);
        File1.Set("Anna", DashboardRole.Viewer, "another password", ManualTime.Start);
        Assert.Equal(DashboardRole.Viewer, Assert.Single(File1.Read()).Role);
    }

    [Theory]
    [InlineData("an na", DashboardLab.Password, "DashboardUserNameInvalid")]
    [InlineData("<b>", DashboardLab.Password, "DashboardUserNameInvalid")]
    [InlineData("anna", "too short", "DashboardPasswordInvalid")]
    public void What_would_be_no_use_is_refused(string name, string password, string errorId) =>
        Assert.Equal(errorId, Assert.Throws<ReplicationException>(() => File1.Set(name, DashboardRole.Viewer, password, ManualTime.Start)).ErrorId);

    [Fact]
    public void A_file_that_others_can_read_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
        File1.Set("anna", DashboardRole.Operator, DashboardLab.Password, ManualTime.Start);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(File1.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Assert.Equal("DashboardUsersExposed", Assert.Throws<ReplicationException>(() => File1.Read()).ErrorId);
    }

    [Theory]
    [InlineData("{", "DashboardUsersInvalid")]
    [InlineData("{}", "DashboardUsersInvalid")]
    [InlineData("""{"users":[{"name":"anna","role":"operator","password":{"iterations":1,"salt":"AAAAAAAAAAAAAAAAAAAAAA==","hash":"AAAA"},"changedAt":"2030-01-01T00:00:00Z"}]}""", "DashboardUsersInvalid")]
    public void A_file_that_this_program_did_not_write_is_refused(string text, string errorId)
    {
        File1.Set("anna", DashboardRole.Operator, DashboardLab.Password, ManualTime.Start);
        File.WriteAllText(File1.Path, text);
        Assert.Equal(errorId, Assert.Throws<ReplicationException>(() => File1.Read()).ErrorId);
    }

    [Fact]
    public void Removing_somebody_who_is_not_there_is_said() =>
        Assert.Equal("DashboardUserNotFound", Assert.Throws<ReplicationException>(() => File1.Remove("anna")).ErrorId);
}
