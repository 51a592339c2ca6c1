using System.Security.Cryptography;
using Replication.Catalog.Tests.Support;
using Replication.Core.Errors;

namespace Replication.Catalog.Tests;

public sealed class DamageTests : IDisposable
{
    private const int PageSize = 4096;

    private readonly TempFolder _folder = new();

    private string Database => _folder.File("catalog.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_that_is_not_SQLite_is_CatalogCorrupt_and_is_left_as_it_is()
    {
        byte[] content = RandomNumberGenerator.GetBytes(10_000);
        File.WriteAllBytes(Database, content);
        await AssertCorruptAsync();
        Assert.Equal(content, File.ReadAllBytes(Database));
    }

    [Fact]
    public async Task A_SQLite_file_of_something_else_is_CatalogCorrupt_and_is_left_as_it_is()
    {
        CatalogExtensions.Sql(Database, "CREATE TABLE bookmarks (url TEXT)");
        byte[] content = File.ReadAllBytes(Database);
        await AssertCorruptAsync();
        Assert.Equal(content, File.ReadAllBytes(Database));
    }

    [Fact]
    public async Task An_emptied_file_beside_its_log_is_CatalogCorrupt_and_the_log_is_kept()
    {
        await CreateAsync();
        File.WriteAllBytes(Database, []);
        File.WriteAllBytes(Database + "-wal", RandomNumberGenerator.GetBytes(5000));
        await AssertCorruptAsync();
        Assert.Equal(5000, new FileInfo(Database + "-wal").Length);
    }

    [Fact]
    public async Task A_folder_in_the_place_of_the_file_is_CatalogCorrupt()
    {
        Directory.CreateDirectory(Database);
        await AssertCorruptAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Where_a_catalog_must_exist_nothing_is_created(bool empty)
    {
        if (empty) File.WriteAllBytes(Database, []);
        foreach (CatalogOptions options in new[] { new CatalogOptions { CreateIfMissing = false }, new CatalogOptions { ReadOnly = true } })
        {
            var error = await Assert.ThrowsAsync<CatalogException>(() => SqliteCatalog.OpenAsync(Database, options));
            Assert.Equal("CatalogNotFound", error.ErrorId);
        }

        Assert.Equal(empty, File.Exists(Database));
        if (empty) Assert.Equal(0, new FileInfo(Database).Length);
    }

    [Fact]
    public async Task A_truncated_file_is_CatalogCorrupt()
    {
        await CreateAsync();
        using (FileStream file = File.OpenWrite(Database)) file.SetLength(file.Length / 3);
        await AssertCorruptAsync();
    }

    [Fact]
    public async Task A_damaged_page_is_an_error_or_harmless_and_never_a_crash_or_another_value()
    {
        IReadOnlyList<Job> expected = await CreateAsync();
        byte[] sound = File.ReadAllBytes(Database);
        // Of an empty table there are a few bytes of its page to damage, and most of the file is such pages.
        int[] used = [.. Enumerable.Range(0, sound.Length / PageSize).Where(page => sound.AsSpan(page * PageSize, PageSize).Count((byte)0) < PageSize * 3 / 4)];
        var random = new Random(20260329);
        int refused = 0, found = 0;
        for (int round = 0; round < 150; round++)
        {
            byte[] damaged = (byte[])sound.Clone();
            int page = used[random.Next(used.Length)];
            int at = (page * PageSize) + random.Next(PageSize / 4);
            random.NextBytes(damaged.AsSpan(at, random.Next(1, 64)));
            File.WriteAllBytes(Database, damaged);
            try
            {
                await using SqliteCatalog catalog = await SqliteCatalog.OpenAsync(Database, new CatalogOptions { ReadOnly = true });
                IReadOnlyList<string> findings = await catalog.CheckAsync();
                if (findings.Count > 0) found++;
                IReadOnlyList<Job> jobs = await catalog.ListAsync<Job>();
                if (findings.Count == 0) Assert.Equal(expected.Select(job => job.Id), jobs.Select(job => job.Id));
            }
            catch (CatalogException exception)
            {
                refused++;
                Assert.Contains(exception.ErrorId, new[] { "CatalogCorrupt", "CatalogFailed", "CatalogInaccessible", "CatalogNotFound", "CatalogNewerThanProgram" });
            }
        }

        Assert.True(refused + found > 25, $"{refused} refused, {found} found");
    }

    [Theory]
    [InlineData("UPDATE jobs SET body = replace(body, '\"Running\"', '\"Sleeping\"') WHERE id = 'j7'", "Phase|phase")]
    [InlineData("UPDATE jobs SET body = replace(body, '\"Running\"', '1') WHERE id = 'j7'", "phase")]
    [InlineData("UPDATE jobs SET body = '{' WHERE id = 'j7'", "cannot be read")]
    [InlineData("UPDATE jobs SET body = 'null' WHERE id = 'j7'", "null")]
    [InlineData("UPDATE jobs SET body = x'00ff' WHERE id = 'j7'", "body")]
    [InlineData("UPDATE jobs SET body = '{\"id\":\"j7\"}' WHERE id = 'j7'", "missing")]
    [InlineData("UPDATE jobs SET name = 'other' WHERE id = 'j7'", "Column name is 'other'")]
    [InlineData("UPDATE jobs SET owner_id = NULL WHERE id = 'j7'", "Column owner_id")]
    [InlineData("UPDATE jobs SET state = 'Queued' WHERE id = 'j7'", "Column state")]
    [InlineData("UPDATE jobs SET version = 8 WHERE id = 'j7'", "Column version")]
    [InlineData("UPDATE jobs SET body = replace(body, '\"j7\"', '\"j8\"') WHERE id = 'j7'", "Column id")]
    public async Task A_row_that_cannot_be_right_is_CatalogCorrupt_naming_the_row(string damage, string found)
    {
        await CreateAsync();
        CatalogExtensions.Sql(Database, damage);
        await using SqliteCatalog catalog = await SqliteCatalog.OpenAsync(Database);
        var error = await Assert.ThrowsAsync<CatalogException>(() => catalog.ListAsync<Job>());
        Assert.Equal("CatalogCorrupt", error.ErrorId);
        Assert.Contains("jobs/j7", error.Target);
        Assert.Matches(found, error.Message);
        Assert.Equal("j6", (await catalog.FindAsync<Job>("j6"))!.Id);
    }

    [Fact]
    public async Task The_thorough_check_reads_every_body_and_the_backup_refuses_a_damaged_catalog()
    {
        await CreateAsync();
        CatalogExtensions.Sql(Database, "UPDATE jobs SET name = 'other' WHERE id = 'j7'");
        await using SqliteCatalog catalog = await SqliteCatalog.OpenAsync(Database);
        Assert.Empty(await catalog.CheckAsync(thorough: false));
        Assert.Contains("jobs/j7", Assert.Single(await catalog.CheckAsync()));
        var error = await Assert.ThrowsAsync<CatalogException>(() => catalog.BackupAsync(_folder.File("backup.db")));
        Assert.Equal("CatalogCorrupt", error.ErrorId);
        Assert.Empty(Directory.GetFiles(_folder.Path, "backup*"));
    }

    [Fact]
    public async Task A_folder_that_does_not_exist_is_CatalogInaccessible()
    {
        var error = await Assert.ThrowsAsync<CatalogException>(() => SqliteCatalog.OpenAsync(_folder.File("missing/catalog.db")));
        Assert.Equal("CatalogInaccessible", error.ErrorId);
        Assert.Contains("missing", error.Target);
    }

    [Fact]
    public async Task A_folder_that_takes_no_files_is_CatalogInaccessible()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("needs /proc, a folder that refuses new files from everybody");
        var error = await Assert.ThrowsAsync<CatalogException>(() => SqliteCatalog.OpenAsync("/proc/catalog.db"));
        Assert.Equal("CatalogInaccessible", error.ErrorId);
    }

    [Fact]
    public async Task A_folder_without_write_permission_is_refused_and_keeps_what_it_holds()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "needs an account that file permissions bind; root is not");
        if (OperatingSystem.IsWindows()) return; // Said again for the platform analyzer.
        await CreateAsync();
        File.SetUnixFileMode(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            await Assert.ThrowsAsync<CatalogException>(async () =>
            {
                await using SqliteCatalog catalog = await SqliteCatalog.OpenAsync(Database);
                await catalog.InsertAsync(new Site("s1", "Berlin", "/a"));
            });
        }
        finally
        {
            File.SetUnixFileMode(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        await using SqliteCatalog again = await SqliteCatalog.OpenAsync(Database);
        Assert.Equal(50, (await again.ListAsync<Job>()).Count);
    }

    private async Task<IReadOnlyList<Job>> CreateAsync()
    {
        await using SqliteCatalog catalog = await SqliteCatalog.OpenAsync(Database);
        await catalog.TransactAsync(async (transaction, token) =>
        {
            for (int i = 0; i < 50; i++) await transaction.InsertAsync(new Job($"j{i}", $"Job {i} {new string('n', 200)}", "vm1", JobPhase.Running), token);
            return true;
        });
        return await catalog.ListAsync<Job>();
    }

    private async Task AssertCorruptAsync()
    {
        var error = await Assert.ThrowsAsync<CatalogException>(async () =>
        {
            await using SqliteCatalog catalog = await SqliteCatalog.OpenAsync(Database);
            await catalog.ListAsync<Job>();
        });
        Assert.Equal("CatalogCorrupt", error.ErrorId);
        Assert.Contains(Database, error.Target);
        Assert.Contains("recover from the manifests at the destination", error.NextStep);
    }
}
