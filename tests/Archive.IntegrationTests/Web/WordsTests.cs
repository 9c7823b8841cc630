using System.Resources;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Archive.Core.Dependencies;
using Archive.Core.Evidence;
using Archive.Core.Jobs;
using Archive.Core.Messages;
using Archive.Core.Quarantine;
using Archive.Core.Retention;
using Archive.Core.Sanctioning;
using Archive.Core.Search;
using Archive.Core.Search.Language;
using Archive.Core.Search.Saved;
using Archive.Web.Auth;
using Archive.Web.Operations;
using Archive.Web.Search;
using Archive.Web.Words;
using Xunit;

namespace Archive.IntegrationTests.Web;

public sealed partial class WordsTests
{
    private static readonly string Web = Path.Combine(Root(), "src", "Archive.Web");
    private static readonly Dictionary<string, string> English = Read("PageWords.resx");
    private static readonly Dictionary<string, string> Chinese = Read("PageWords.zh-Hans.resx");

    [Fact]
    public void Has_every_word_in_both_languages_with_the_same_places()
    {
        Assert.NotEmpty(English);
        Assert.Equal(English.Keys.Order(StringComparer.Ordinal), Chinese.Keys.Order(StringComparer.Ordinal));
        foreach (var (key, english) in English)
        {
            Assert.Equal(
                Place().Matches(english).Select(m => m.Value).Distinct().Order(StringComparer.Ordinal),
                Place().Matches(Chinese[key]).Select(m => m.Value).Distinct().Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Has_every_word_that_a_page_names()
    {
        var sources = Files("*.cshtml").Concat(Files("*.cs").Where(f => !f.Contains("/obj/", StringComparison.Ordinal))).Select(File.ReadAllText);
        var keys = sources.SelectMany(s => Named().Matches(s)).Select(m => m.Groups[1].Value).Distinct().ToList();

        Assert.True(keys.Count > 150, $"{keys.Count} keys");
        Assert.All(keys, key => Assert.True(English.ContainsKey(key), key));
    }

    [Theory]
    [InlineData("Kind", typeof(MessageKind))]
    [InlineData("ConversationKind", typeof(ConversationKind))]
    [InlineData("ParticipantKind", typeof(ParticipantKind))]
    [InlineData("AttachmentState", typeof(AttachmentState))]
    [InlineData("EvidenceKind", typeof(EvidenceKind))]
    [InlineData("HoldSubject", typeof(HoldSubject))]
    [InlineData("JobOutcome", typeof(JobOutcome))]
    [InlineData("Outcome", typeof(IntakeOutcome))]
    [InlineData("Order", typeof(SearchOrder))]
    [InlineData("Verification", typeof(VerificationResult))]
    [InlineData("Query", typeof(QueryErrorCode))]
    [InlineData("SearchSchedule", typeof(SearchSchedule))]
    [InlineData("WhyField", typeof(SearchField))]
    [InlineData("Show", typeof(HitSelection))]
    [InlineData("SourceCondition", typeof(SourceCondition))]
    [InlineData("QuarantineRefusal", typeof(QuarantineRefusal))]
    [InlineData("RegisterRefusal", typeof(RegisterRefusal))]
    [InlineData("DependencyCondition", typeof(DependencyCondition))]
    public void Has_a_word_for_every_value(string group, Type values) =>
        Assert.All(Enum.GetNames(values), name => Assert.True(English.ContainsKey($"{group}.{name}"), $"{group}.{name}"));

    [Fact]
    public void Teaches_only_queries_that_can_be_read()
    {
        var examples = English.Concat(Chinese).Where(word => word.Key.StartsWith("Teach.", StringComparison.Ordinal) && word.Key.EndsWith(".Query", StringComparison.Ordinal))
            .Select(word => word.Value).ToList();

        Assert.True(examples.Count > 20, $"{examples.Count} examples");
        Assert.All(examples, example => Assert.NotNull(QueryBinder.Bind(example, SearchScope.Everything, TimeProvider.System).Root));
    }

    [Fact]
    public void Has_a_word_for_every_reason_and_role()
    {
        Assert.All(DocumentTraits.Types, t => Assert.Contains($"Type.{t}", English));
        Assert.All(Enum.GetNames<SavedSearchTrouble>().Where(t => t != nameof(SavedSearchTrouble.None)), t => Assert.Contains($"SavedSearchTrouble.{t}", English));
        Assert.All(Enum.GetNames<SanctionReason>().Where(r => r != nameof(SanctionReason.Sanctioned)), r => Assert.Contains($"Reason.{r}", English));
        Assert.All(QuarantineReasons.All, r => Assert.All(new[] { "QuarantineKind", "QuarantineMeans", "QuarantineDo", "Reason" }, g => Assert.Contains($"{g}.{r}", English)));
        Assert.All(ArchiveRoles.Assignable, r => Assert.Contains($"Role.{r}", English));
    }

    [Fact]
    public void Has_words_for_every_text_that_is_stored_and_each_is_still_written_somewhere()
    {
        var code = string.Concat(new[] { "src", "connectors" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root(), folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => Path.GetFileName(file) is not ("StoredTexts.cs" or "FindingTexts.cs") && !file.Contains("/obj/", StringComparison.Ordinal))
            .Select(File.ReadAllText));

        Assert.NotEmpty(StoredTexts.All);
        Assert.All(StoredTexts.All, text => Assert.Contains(text.Key, English));
        Assert.All(StoredTexts.All, text => Assert.Contains(Trace(text.Key, text.Form.Form), code, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("im/v1/messages answered 230027. The app may not read group messages. Add the scope im:message.group_msg, release a new version and have it approved.", "Stored.MessagesDenied")]
    [InlineData("im/v1/messages answered 99991672. The app lacks a scope; the platform names: im:message or im:message:readonly. Add it, release a new version and have it approved.", "Stored.AppScope")]
    [InlineData("im/v1/chats answered 4711. The platform no longer takes the call as this version makes it; look for an update.", "Stored.CodeUnknown")]
    [InlineData("im/v1/chats answered without \"items\". It is tried again with the next run.", "Stored.AnswerIncomplete")]
    [InlineData("The app of source lark sees no message in any of its 3 chats. Check that it was granted im:message.group_msg, and that a new version with it was released and approved.", "Stored.HistoryEmpty")]
    [InlineData("The platform does not let the app of source lark read 2 of its chats (230027): oc_a, oc_b. The others were read. Check that the app has the scope im:message.group_msg, and what is set in these chats.", "Stored.ChatDenied")]
    [InlineData("The platform keeps 2 chats or threads from the app of source lark: oc_a (restricted), oc_b:omt_c (230001). The others were read. A number is the platform's code; a restricted chat hides its messages from apps because they may not be copied. Check what is set in these chats, and the scopes of the app.", "Stored.PlacesDenied")]
    [InlineData("contact/v3/departments/children answered 40004. The firm as a whole is not within the app's contact range. Set it to all staff, release a new version and have it approved.", "Stored.ContactRange")]
    [InlineData("The directory of source lark was last read at 2026-03-02 09:00Z: nobody who joined since is captured. The chats were read. It shows nobody.", "Stored.DirectoryOld")]
    [InlineData("the app of lark was out of conversation oc_a from 2026-03-02 09:00Z to 2026-03-03 09:00Z: what was said there then may be missing", "Stored.ConversationGap")]
    [InlineData("files: the platform asks to wait 30 s. Lower RequestsPerSecond, or stop other apps that share the budget.", "Stored.Throttled")]
    [InlineData("files answered status 502 after all retries. It is tried again with the next run.", "Stored.StatusRetried")]
    [InlineData("The app may not read the directory, so nobody new is captured. Set its contact range to all staff and give it the scopes that read people and departments. No.", "Stored.DirectoryRefused")]
    public void Knows_what_a_platform_refused(string text, string key) => Assert.Equal(key, StoredTexts.Find(text));

    /// <summary>What the code that writes a text must hold: texts are put together from parts, so the end of the longest part, or the platform's code.</summary>
    private static string Trace(string key, string form)
    {
        if (key.StartsWith("PlatformError.", StringComparison.Ordinal))
        {
            return $"[\"{key["PlatformError.".Length..]}\"]";
        }

        var part = Place().Split(form.Replace("\"", "\\\"", StringComparison.Ordinal)).SelectMany(p => p.Split(". ")).MaxBy(p => p.Length) ?? "";
        return part.Length > 25 ? part[^25..] : part;
    }

    [Theory]
    [InlineData("user {name} created as {Role}", "user ann created as Auditor", "ann|Auditor")]
    [InlineData("user {name} disabled", "user ann disabled", "ann")]
    [InlineData("user {name} disabled", "user  disabled", null)]
    [InlineData("user {name} disabled", "user ann enabled", null)]
    [InlineData("signed in", "signed in", "")]
    [InlineData("signed in", "signed in twice", null)]
    [InlineData("{a} answered {b}.", "auth.test answered 502.", "auth.test|502")]
    public void Finds_what_stands_in_the_places_of_a_stored_text(string form, string text, string? places) =>
        Assert.Equal(places, new TextTemplate(form).Match(text) is { } found ? string.Join('|', found.Select(p => p.Value)) : null);

    [Fact]
    public void Has_no_words_in_the_pages_themselves()
    {
        foreach (var file in Files("*.cshtml"))
        {
            // Text between tags on one line that is neither Razor nor a name of a key. The language switch names each language in itself.
            var text = Razor().Replace(File.ReadAllText(file), "");
            var found = Written().Matches(text).Select(m => m.Groups[1].Value.Trim()).Where(t => t is not ("中文" or "English")).Where(t => !Keys().IsMatch(t)).ToList();
            Assert.True(found.Count == 0, $"{Path.GetFileName(file)}: {string.Join(" | ", found)}");
        }
    }

    private static IEnumerable<string> Files(string pattern) => Directory.EnumerateFiles(Web, pattern, SearchOption.AllDirectories);

    private static Dictionary<string, string> Read(string name) =>
        XDocument.Load(Path.Combine(Web, "Resources", "Words", name)).Root!.Elements("data") // a document has a root
            .ToDictionary(d => d.Attribute("name")!.Value, d => d.Element("value")!.Value); // the compiler of resources demands both

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Archive.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new MissingManifestResourceException("Archive.sln was not found above the tests.");
    }

    [GeneratedRegex(@"\{\w+\}", RegexOptions.None, 30_000)]
    private static partial Regex Place();

    [GeneratedRegex(@"(?:\bW|\bwords)(?:\.Format\(|\[)""([A-Z][A-Za-z0-9]*\.[A-Za-z0-9.\-]*[A-Za-z0-9])""\s*[,\])]", RegexOptions.None, 30_000)]
    private static partial Regex Named();

    [GeneratedRegex(@"@\*.*?\*@", RegexOptions.Singleline, 30_000)]
    private static partial Regex Razor();

    [GeneratedRegex(@"<(?:p|h1|h2|h3|a|span|b|th|td|dt|dd|label|button|legend|summary|caption|figcaption|option|li)\b[^<>@]*>([^<>@{}]*\p{L}{2,}[^<>@{}]*)<", RegexOptions.None, 30_000)]
    private static partial Regex Written();

    [GeneratedRegex(@"^(Enter|Esc)$", RegexOptions.None, 30_000)]
    private static partial Regex Keys();
}
