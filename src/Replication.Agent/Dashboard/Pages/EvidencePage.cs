using Replication.Agent.Dashboard.Hosting;
using Replication.Agent.Dashboard.Markup;
using Replication.Agent.Dashboard.Models;
using Replication.Core.Errors;
using Replication.Core.Evidence;
using Replication.Core.Service;

namespace Replication.Agent.Dashboard.Pages;

/// <summary>The signed log of one machine's points, verified when it is looked at (docs/evidence.md).</summary>
internal static class EvidencePage
{
    /// <summary>Verifying reads everything that a site has of the machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task<IAnswer> ShowAsync(DashboardRequest request)
    {
        Estate estate = await request.EstateAsync();
        if (estate.Find(request.Value("id")) is not { } view) return ErrorPage.NotFound("This machine");
        return new PageAnswer($"Evidence of {view.Vm.Name}", Paths.Machines, Html.Of($"""
            <p class="trail"><a href="{Paths.Machines}">Machines</a> / {Show.Link(Paths.Machine(view.Vm.Id), view.Vm.Name)}</p>
            <h1>Evidence of {Show.Name(view.Vm.Name)}</h1>
            {await VerifyAsync(request, view)}
            """));
    }

    private static async Task<Html> VerifyAsync(DashboardRequest request, MachineView view)
    {
        using var patience = new CancellationTokenSource(Patience, request.Parts.Options.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(request.Stop, patience.Token);
        try
        {
            IReadOnlyList<VMEvidence> chains = await request.Service.Evidence.VerifyAsync(view.Vm, [], stop.Token).WaitAsync(stop.Token);
            return chains.Count == 0
                ? Html.Of($"""<section class="panel">{Pieces.Empty("Nothing was written down yet. The first recovery point begins the log.")}</section>""")
                : Html.Join(chains.Select((chain, at) => Chain(request, view, chain, at)));
        }
        catch (OperationCanceledException) when (!request.Stop.IsCancellationRequested)
        {
            return Trouble($"It could not be verified within {Show.Span(Patience)}.");
        }
        catch (ReplicationException error)
        {
            return Trouble(error.Message);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Trouble(error.Message);
        }
    }

    private static Html Trouble(string why) => Html.Of($"""<section class="panel"><p class="note warn">The replica site cannot be read. {why}</p></section>""");

    private static Html Chain(DashboardRequest request, MachineView view, VMEvidence chain, int at)
    {
        EvidenceReport report = chain.Report;
        ListPage<EvidenceEntry> page = ListPage<EvidenceEntry>.Of([.. report.Entries.Reverse()], request.PageNumber);
        return Pieces.Region($"chain-{at}", $"At {chain.Place}", Html.Of($"""
            <p class="state">{(report.IsIntact
                ? Html.Of($"""<span class="badge ok"><span aria-hidden="true">✓</span> Intact</span>""")
                : Html.Of($"""<span class="badge bad"><span aria-hidden="true">✕</span> Not as it was written</span>"""))}</p>
            {Html.When(report.Start is not null, $"""<p class="note">Older entries, 1 to {Show.Number(report.Start?.RemovedThrough ?? 0)}, were removed under retention, which the checkpoint of {Show.Time(report.Start?.At ?? default)} vouches for.</p>""")}
            {report.Findings.Select(finding => Html.Of($"""<p class="note bad"><code>{finding.Id}</code> {finding.Text}</p>"""))}
            {Pieces.Facts(
                ("Entries", Pieces.Text(Show.Number(report.Entries.Count))),
                ("Signed by", Html.Join(report.Keys.Select(key => Html.Of($"<code>{key}</code> ")))),
                ("Head", Html.When(report.Head is not null, $"<code>{report.Head}</code>")))}
            {Pieces.Table("Entries, newest first", ["No.", "Written", "What", "Point", "Details"], page.Items.Select(Row))}
            {Pieces.Pager(page, number => Paths.With(Paths.Evidence(view.Vm.Id), ("page", $"{number}")))}
            """));
    }

    private static Html Row(EvidenceEntry entry) => Pieces.Row(
        ("No.", Pieces.Text(Show.Number(entry.Sequence))), ("Written", Show.Time(entry.At)), ("What", Pieces.Text(Show.Words(entry.Fact.Kind.ToString()))),
        ("Point", Html.When(entry.Fact.PointId is not null, $"<code>{entry.Fact.PointId}</code>")),
        ("Details", Html.Of($"""
            <details><summary>{Show.Count(entry.Fact.Details.Count, "detail", "details")}</summary>
            <ul class="hashes">{entry.Fact.Details.Select(detail => Html.Of($"<li>{detail.Key} {detail.Value}</li>"))}</ul></details>
            """)));
}
