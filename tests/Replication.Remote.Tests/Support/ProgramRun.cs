using System.Diagnostics;

namespace Replication.Remote.Tests.Support;

/// <summary>Programs of the system.</summary>
internal static class ProgramRun
{
    public static Process Start(string program, params string[] arguments) => Start(program, arguments, hasInput: false);

    /// <summary>Both outputs, one behind the other.</summary>
    public static Task<(int Code, string Text)> RunAsync(string program, params string[] arguments) => RunWithInputAsync(null, program, arguments);

    public static async Task<(int Code, string Text)> RunWithInputAsync(string? input, string program, params string[] arguments)
    {
        using Process process = Start(program, arguments, input is not null);
        if (input is not null)
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }

        return await EndAsync(process);
    }

    /// <summary>What it wrote until it ended.</summary>
    public static async Task<(int Code, string Text)> EndAsync(Process process)
    {
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string text = await process.StandardOutput.ReadToEndAsync() + await errors;
        await process.WaitForExitAsync();
        return (process.ExitCode, text);
    }

    private static Process Start(string program, string[] arguments, bool hasInput) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        RedirectStandardInput = hasInput,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
