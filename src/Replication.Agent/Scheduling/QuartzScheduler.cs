using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Replication.Agent.Scheduling;

/// <summary>A Quartz scheduler in memory: what it holds is derived from the catalog, so there is nothing of it to keep. The one place that makes schedulers.</summary>
internal sealed class QuartzScheduler : IAsyncDisposable
{
    /// <summary>A look at a group is a few reads of the catalog.</summary>
    private const int LooksAtOnce = 4;

    private readonly ServiceProvider _services;

    private QuartzScheduler(ServiceProvider services, IScheduler scheduler)
    {
        _services = services;
        Scheduler = scheduler;
    }

    /// <summary>Not started yet.</summary>
    public IScheduler Scheduler { get; }

    /// <param name="time">Its clock.</param>
    /// <param name="loggers">Where its warnings go.</param>
    /// <param name="jobs">What its jobs need.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<QuartzScheduler> CreateAsync(
        TimeProvider time, ILoggerFactory loggers, Action<IServiceCollection> jobs, CancellationToken cancellationToken)
    {
        var services = new ServiceCollection();
        services.AddSingleton(loggers);
        services.AddLogging();
        jobs(services);
        services.AddQuartz(quartz => quartz.UseInMemoryStore().UseTimeProvider(time).UseDefaultThreadPool(LooksAtOnce));
        ServiceProvider provider = services.BuildServiceProvider();
        try
        {
            return new QuartzScheduler(provider, await provider.GetRequiredService<ISchedulerFactory>().GetScheduler(cancellationToken));
        }
        catch
        {
            await provider.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // A look that has begun submits or does not; either way it is over before the workspace closes.
        await Scheduler.Shutdown(true, CancellationToken.None);
        await _services.DisposeAsync();
    }
}
