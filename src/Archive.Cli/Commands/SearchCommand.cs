using System.CommandLine;
using System.Runtime.CompilerServices;
using Archive.Cli.CommandLine;
using Archive.Cli.Display;
using Archive.Cli.Hosting;
using Archive.Core.Audit;
using Archive.Core.Messages;
using Archive.Core.Search;
using Archive.Core.Search.Certificates;
using Archive.Core.Search.Language;
using Spectre.Console;

namespace Archive.Cli.Commands;

/// <summary>Searches for a purpose. The search is in the audit trail before its answer is shown.</summary>
internal static class SearchCommand
{
    /// <summary>Hits that the index answers with at a time.</summary>
    private const int PageSize = 500;

    public static Command Create()
    {
        var data = CommonOptions.Data();
        var purpose = new Option<string>("--purpose") { Description = "Why you search. It is written to the audit trail.", HelpName = "TEXT", Required = true };
        purpose.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && string.IsNullOrWhiteSpace(result.Tokens[0].Value))
            {
                result.AddError("--purpose must say why you search; it cannot be empty.");
            }
        });
        var user = new Option<string?>("--as")
        {
            Description = "Search as this user, with what the user's role may see. Default: as the owner of the data folder.",
            HelpName = "USER",
        };
        var limit = new Option<int>("--limit") { Description = "Hits to show, newest first; the total is always of all hits.", DefaultValueFactory = _ => 20 };
        limit.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError("--limit must be 1 or more.");
            }
        });
        var certificate = new Option<FileInfo?>("--certificate")
        {
            Description = "Write a signed certificate of the answer, the empty one included, to this new file. Reads every stored text; 'verify --certificate' checks it.",
            HelpName = "FILE",
        };
        certificate.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<FileInfo?>() is { Exists: true } file)
            {
                result.AddError($"{file.FullName} exists. Name a new file; certificates are not overwritten.");
            }
        });
        var lines = new Option<bool>("--jsonl")
        {
            Description = "Stream every hit as a line of JSON, newest first, after a line with the total. All hits, unless --limit says otherwise.",
        };
        var query = new Argument<string>("QUERY")
        {
            Description = "Words, \"phrases\", AND OR NOT, parentheses, word*, from: in: source: before: after: on:",
        };
        return new Command(
                "search",
                "Find messages.".WithExamples(
                    "search --data ./archive --purpose \"case 17\" \"wire transfer\"",
                    "search --data ./archive --purpose \"case 17\" --json --limit 100 'from:alice AND \"wire transfer\" after:2026-01-01'",
                    "search --data ./archive --purpose \"案件17\" 内幕",
                    "search --data ./archive --purpose \"case 17\" --certificate answer.txt \"wire transfer\""))
            .With(data, purpose, user, limit, certificate, lines, CommonOptions.Json(), query)
            .Does((parsed, context, cancellationToken) => RunAsync(
                new(parsed.GetRequiredValue(data)),
                new Request(parsed.GetRequiredValue(query), parsed.GetRequiredValue(purpose), parsed.GetValue(user), LimitOf(parsed, limit, lines), parsed.GetValue(certificate), parsed.GetValue(lines)),
                context,
                cancellationToken));
    }

    private static int LimitOf(ParseResult parsed, Option<int> limit, Option<bool> lines) =>
        parsed.GetValue(lines) && parsed.GetResult(limit) is null or { Implicit: true } ? int.MaxValue : parsed.GetValue(limit);

    private static async Task<int> RunAsync(Storage.DataFolder folder, Request request, CommandContext context, CancellationToken cancellationToken)
    {
        if (request.User is { } user)
        {
            await using var host = await PagesHost.OpenAsync(folder, context, null, cancellationToken);
            var (name, scope) = await SearchAccount.CheckAsync(host, user, cancellationToken);
            return await AnswerAsync(host.Get<SearchService>(), host.Get<AnswerCertifier>(), new Reader(name, request.Purpose, scope), request, context, cancellationToken);
        }

        await using var session = await ArchiveSession.OpenToWriteAsync(folder, context, cancellationToken);
        return await AnswerAsync(
            session.Get<SearchService>(), session.Get<AnswerCertifier>(), new Reader(ArchiveSession.Owner, request.Purpose, SearchScope.Everything), request, context, cancellationToken);
    }

    private static async Task<int> AnswerAsync(
        SearchService search, AnswerCertifier certifier, Reader reader, Request request, CommandContext context, CancellationToken cancellationToken)
    {
        try
        {
            if (request.Lines)
            {
                await StreamAsync(context, ReadAsync(search, reader, request, cancellationToken));
            }
            else
            {
                Write(context, await CollectAsync(ReadAsync(search, reader, request, cancellationToken)));
            }

            if (request.Certificate is { } file)
            {
                await CertifyAsync(certifier, reader, request.Query, file, context, cancellationToken);
            }

            return ExitCodes.Done;
        }
        catch (QueryException e) when (context.Json || request.Lines)
        {
            context.WriteJson(new { error = new { column = e.Column, message = e.Message } });
            return ExitCodes.Unreadable;
        }
        catch (QueryException e)
        {
            Console.Error.WriteLine($"  {request.Query}");
            Console.Error.WriteLine($"  {new string(' ', Math.Clamp(e.Column - 1, 0, request.Query.Length))}^");
            throw;
        }
    }

    private static async Task CertifyAsync(
        AnswerCertifier certifier, Reader reader, string query, FileInfo file, CommandContext context, CancellationToken cancellationToken)
    {
        var note = await ProgressDisplay<long>.RunAsync(
            context,
            "Certifying",
            (done, elapsed) => ($"record {done:N0} ({done / Math.Max(0.001, elapsed.TotalSeconds):N0}/s)", null),
            progress => certifier.IssueAsync(reader, query, progress, cancellationToken));
        await using var stream = new FileStream(file.FullName, FileMode.CreateNew, FileAccess.Write);
        await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(note.ToString()), cancellationToken);
        if (!context.Json && context.Out.Profile.Out.IsTerminal)
        {
            context.Out.WriteLine($"The answer is certified in {file.FullName}");
        }
    }

    /// <summary>Pages of hits, newest first; the first page also when it is empty.</summary>
    private static async IAsyncEnumerable<SearchPage> ReadAsync(
        SearchService search, Reader reader, Request request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var read = 0;
        for (var number = 1; ; number++)
        {
            var take = Math.Min(PageSize, request.Limit - read);
            var paging = new IndexPaging(read, take, SearchOrder.Newest);
            var page = number == 1
                ? await search.SearchAsync(reader, request.Query, paging, cancellationToken)
                : await search.ReadPageAsync(reader, request.Query, number, paging, cancellationToken);
            yield return page;
            read += page.Records.Count;
            if (page.Records.Count < take || read >= request.Limit)
            {
                yield break;
            }
        }
    }

    private static async Task<Found> CollectAsync(IAsyncEnumerable<SearchPage> pages)
    {
        var read = new List<SearchPage>();
        await foreach (var page in pages)
        {
            read.Add(page);
        }

        return new Found(read[^1].Total, read[^1].Exact, read[^1].IndexLag, [.. read.SelectMany(page => page.Records)]);
    }

    private static async Task StreamAsync(CommandContext context, IAsyncEnumerable<SearchPage> pages)
    {
        var isFirst = true;
        await foreach (var page in pages)
        {
            if (isFirst)
            {
                context.WriteJson(new { total = page.Total, exact = page.Exact });
                isFirst = false;
            }

            foreach (var record in page.Records)
            {
                context.WriteJson(Hit(record));
            }
        }
    }

    private static void Write(CommandContext context, Found found)
    {
        if (context.Json)
        {
            context.WriteJson(new { total = found.Total, exact = found.Exact, hits = found.Hits.Select(Hit) });
            return;
        }

        var table = Facts.NewTable($"{(found.Exact ? "" : "at least ")}{found.Total:N0} hits, {found.Hits.Count:N0} shown", "Time", "Conversation", "Sender", "Text");
        table.ShowRowSeparators = true;
        foreach (var hit in found.Hits)
        {
            table.AddRow(
                new Text(Facts.Time(hit.Message.SentAt)), new Text(Conversation(hit.Message)), new Text(hit.Message.Sender.Name), new Text(hit.Message.Text));
        }

        context.Out.Write(table);
        if (found.IndexLag > 0)
        {
            context.Warn($"{found.IndexLag:N0} stored records are not searchable yet. Run 'archive reindex' if this stays so.");
        }
    }

    private static object Hit(StoredRecord record) => new
    {
        id = record.Message.Revision.Length == 0 ? record.Message.NativeId : $"{record.Message.NativeId}:{record.Message.Revision}",
        source = record.Source,
        conversation = Conversation(record.Message),
        sender = record.Message.Sender.Name,
        time = record.Message.SentAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", System.Globalization.CultureInfo.InvariantCulture),
        text = record.Message.Text,
    };

    private static string Conversation(ChatMessage message) =>
        message.Conversation.Name.Length > 0 ? message.Conversation.Name : message.Conversation.Id;

    private sealed record Request(string Query, string Purpose, string? User, int Limit, FileInfo? Certificate, bool Lines);

    private sealed record Found(long Total, bool Exact, long IndexLag, IReadOnlyList<StoredRecord> Hits);
}
