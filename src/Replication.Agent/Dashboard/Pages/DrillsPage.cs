using Microsoft.AspNetCore.Http;
using Replication.Agent.Dashboard.Hosting;
using Replication.Agent.Dashboard.Markup;
using Replication.Agent.Dashboard.Models;
using Replication.Core.Errors;
using Replication.Core.Jobs;

namespace Replication.Agent.Dashboard.Pages;

/// <summary>What was exercised, with the evidence.</summary>
internal static class DrillsPage
{
    private const int Shown = 30;
    private const int TestsShown = 50;

    /// <summary>Screens are a few hundred kilobytes.</summary>
    private const long MaximumScreenshot = 16 << 20;

    private static readonly byte[] PngSignature = [0x89, (byte)'P', (byte)'N', (byte)'G'];

    public static async Task<IAnswer> ShowAsync(DashboardRequest request)
    {
        Estate estate = await request.EstateAsync();
        IReadOnlyList<DrillRecord> drills = await request.Parts.Drills.ListAsync(Shown, vmId: null, request.Stop);
        MachineView[] testing = [.. estate.Machines.Where(machine => machine.IsTesting).Take(TestsShown)];
        Html tests = testing.Length == 0 ? Pieces.Empty("No test failover is running.") : await MachineTable.RenderAsync(request, "Machines with a running test", testing);
        return new PageAnswer("Drills", Paths.Drills, Html.Of($"""
            <h1>Drills</h1>
            {Pieces.Region("testing", "Tests that run", tests)}
            {Pieces.Region("drills", "Latest drills", drills.Count == 0
                ? Pieces.Empty("Nothing was tested yet. Prove a machine with: replication test-failover start NAME, or: replication verify NAME --boot")
                : Html.Of($"{drills.Select(drill => DrillCard.Render(drill, estate, showMachine: true))}"))}
            """))
        { IsLive = true };
    }

    /// <summary>The picture of a boot check: of a job by its id, so that nobody can ask for other files.</summary>
    public static async Task<IAnswer> ScreenAsync(DashboardRequest request)
    {
        ReplicationJob job;
        try
        {
            job = await request.Service.Jobs.GetAsync(request.Value("id"), request.Stop);
        }
        catch (ReplicationException error) when (error.ErrorId == "JobNotFound")
        {
            return ErrorPage.NotFound("This drill");
        }

        if ((await request.Parts.Drills.OfAsync(job, request.Stop)).Screenshot is not { } path || new FileInfo(path) is not { Exists: true, Length: <= MaximumScreenshot })
            return ErrorPage.NotFound("This picture");
        byte[] picture = await File.ReadAllBytesAsync(path, request.Stop);
        return picture.AsSpan().StartsWith(PngSignature) ? new FileAnswer(picture, "image/png") : ErrorPage.Of(StatusCodes.Status404NotFound, "The file of this drill is no picture.", null);
    }
}
