namespace Archive.Tests.Simulators.WeCom;

internal static class NativeCaller
{
    /// <summary>A program that uses the library rightly once and then wrongly in the way it is told.</summary>
    public const string Source = """
        #include <pthread.h>
        #include <stdio.h>
        #include <string.h>
        #include <unistd.h>
        typedef struct Sdk Sdk; typedef struct Slice Slice;
        Sdk *NewSdk(void); void DestroySdk(Sdk *); int Init(Sdk *, const char *, const char *);
        Slice *NewSlice(void); void FreeSlice(Slice *); char *GetContentFromSlice(Slice *); int GetSliceLen(Slice *);
        int GetChatData(Sdk *, unsigned long long, unsigned int, const char *, const char *, int, Slice *);
        static char **given;
        static Sdk *sdk;
        static Slice *chat(void) {
            Slice *slice = NewSlice();
            int code = GetChatData(sdk, 0, 5, given[1], "", 60, slice);
            fprintf(stderr, "code=%d length=%d\n", code, GetSliceLen(slice));
            return slice;
        }
        static void *thread(void *unused) { FreeSlice(chat()); return unused; }
        static long resident(void) {
            long pages = 0, all = 0;
            FILE *file = fopen("/proc/self/statm", "r");
            if (file == NULL || fscanf(file, "%ld %ld", &all, &pages) != 2) return -1;
            fclose(file);
            return pages * sysconf(_SC_PAGESIZE);
        }
        int main(int count, char **values) {
            if (count != 5) return 2;
            given = values;
            sdk = NewSdk();
            if (Init(sdk, values[2], values[3]) != 0) return 3;
            long before = resident();
            Slice *slice = chat();
            fprintf(stderr, "grown=%ld\n", resident() - before);
            if (strcmp(values[4], "reuse") == 0) GetChatData(sdk, 0, 5, values[1], "", 60, slice);
            if (strcmp(values[4], "forget") == 0) slice = chat();
            FreeSlice(slice);
            if (strcmp(values[4], "twice") == 0) FreeSlice(slice);
            if (strcmp(values[4], "dead") == 0) GetContentFromSlice(slice);
            if (strcmp(values[4], "share") == 0) {
                pthread_t other;
                pthread_create(&other, NULL, thread, NULL);
                usleep(300000);
                thread(NULL);
            }
            if (strcmp(values[4], "forget") == 0) FreeSlice(chat());
            DestroySdk(sdk);
            return 0;
        }
        """;
}
