using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using Archive.Core.Connectors;

namespace Archive.Connectors.Http;

/// <summary>Turns what a connector throws within itself into the failures that its callers know.</summary>
public static class PlatformFailures
{
    /// <summary>An answer that cannot be read.</summary>
    public static ConnectorException UnknownForm(Exception inner) =>
        new(ConnectorFailure.Permanent, "The platform answered in a form that this version does not know; look for an update.", inner);

    /// <summary>Hands the pages on; a failure comes after the pages before it.</summary>
    /// <typeparam name="TRefusal">The connector's own exception.</typeparam>
    public static async IAsyncEnumerable<SourcePage> WithFailures<TRefusal>(
        this IAsyncEnumerable<SourcePage> source, Func<TRefusal, ConnectorException> translate, [EnumeratorCancellation] CancellationToken cancellationToken)
        where TRefusal : Exception
    {
        await using var pages = source.GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            // An enumeration cannot be handed on from within the handler.
            var (hasPage, failure) = await TryAsync(async () => await pages.MoveNextAsync(), translate);
            if (failure is not null)
            {
                ExceptionDispatchInfo.Throw(failure); // from where it happened
            }

            if (!hasPage)
            {
                yield break;
            }

            yield return pages.Current;
        }
    }

    /// <summary>Runs <paramref name="work"/> where a failure is part of the answer.</summary>
    /// <inheritdoc cref="WithFailures" path="/typeparam"/>
    public static async Task<(T? Result, ConnectorException? Failure)> TryAsync<T, TRefusal>(Func<Task<T>> work, Func<TRefusal, ConnectorException> translate)
        where TRefusal : Exception
    {
        try
        {
            return (await work(), null);
        }
        catch (ConnectorException e)
        {
            return (default, e);
        }
        catch (TRefusal e)
        {
            return (default, translate(e));
        }
        catch (JsonException e)
        {
            return (default, UnknownForm(e));
        }
    }
}
