namespace Replication.Ec2Facade.Tests.Support;

/// <summary>Runs a function of a Python script against a server; the script asserts, and its failure is the test's.</summary>
internal static class Python
{
    private static readonly Lazy<Task<bool>> HasBoto = new(() => ClientTool.SucceedsAsync("python3", "-c", "import boto3"));

    public static Task RunAsync(Facade facade, string script, string function) => RunAsync(facade.Address, facade.Folder, script, function);

    public static async Task RunAsync(Uri address, string folder, string script, string function)
    {
        Assert.SkipUnless(await HasBoto.Value, "python3 with boto3 is not installed: this cross-check did not run.");
        var (status, output) = await ClientTool.RunAsync(
            folder, "python3", Path.Combine(AppContext.BaseDirectory, "Python", script), function, address.ToString(), folder);
        Assert.True(status == 0, $"{script} {function} ended with {status}:\n{output}");
    }
}
